/**
 * Kernels for cores that multiply one pair of 32-bit values at a time. Comes in: a kernel; goes
 * out: a model for a template in {@code templates/c/scalar}, with two pixels in every word where
 * the weights prove that their sums stay apart. Knows no target names.
 */
package lowrank.emit.c.scalar;
