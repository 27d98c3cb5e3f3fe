/**
 * What reading and writing ONNX share: the metadata that a model written by this tool carries.
 * Knows the network, not how it is imported, executed or quantised.
 */
package lowrank.onnx;
