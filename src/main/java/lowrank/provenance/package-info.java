/**
 * Where a network and its layers came from: the model file, the preprocessing of its raw data, and
 * for every layer the source layer with the decomposition that replaced it. Carried unchanged
 * through all stages into reports and comments; nothing computes with it.
 */
package lowrank.provenance;
