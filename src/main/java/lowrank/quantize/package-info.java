/**
 * Makes integers of a float network: ranges of its activations over calibration data become scales
 * and zero points, its weights become int8 per output channel, and both together become the {@code
 * FixedNetwork}. Floats end here. How the network is executed on the calibration data is the
 * caller's.
 */
package lowrank.quantize;
