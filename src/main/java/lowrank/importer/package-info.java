/**
 * Model file to float {@link lowrank.network.Network}, with the file's quantisation if it has one.
 * {@link lowrank.importer.ModelImporter} recognises the format and hands the bytes to its reader;
 * everything a file can be wrong about is told here in one line. Knows nothing of what becomes of
 * the network.
 */
package lowrank.importer;
