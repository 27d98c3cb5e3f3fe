/**
 * Kernels for cores with Armv7E-M's DSP extension, which multiplies two pairs of 16-bit values in
 * one instruction. Comes in: a kernel; goes out: a model for a template in {@code templates/c/dsp},
 * with the weights in the order in which the core extends them to pairs. Knows no target names.
 */
package lowrank.emit.c.dsp;
