/**
 * The only integer rounding, scaling and saturation rules of the project: quantised types, the
 * 31-bit multiplier with its shift, and requantisation. Floats appear only where a multiplier is
 * derived from scales. Knows nothing of layers.
 */
package lowrank.fixed;
