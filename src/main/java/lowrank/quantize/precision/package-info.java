/**
 * Which activations are int16 instead of int8. In come a calibrated network and the names or the
 * quality that the user asks for; out goes the network, with requantisation where an operator takes
 * int8 alone, and the types of its values. How a network is executed and what its accuracy is are
 * the caller's.
 */
package lowrank.quantize.precision;
