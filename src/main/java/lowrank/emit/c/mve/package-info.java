/**
 * Kernels for cores with Armv8.1-M's vector extension, which multiplies 16 bytes and sums the
 * products in one instruction. Comes in: a kernel; goes out: a model for a template, with the
 * weights in the order in which the vectors are loaded. Knows no target names.
 */
package lowrank.emit.c.mve;
