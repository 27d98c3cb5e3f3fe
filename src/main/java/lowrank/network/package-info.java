/**
 * The float program: an ordered list of named layers over one input, with the optional record of
 * how its activations and weights are quantised. A decomposed layer is a chain of ordinary layers
 * that share an origin.
 */
package lowrank.network;
