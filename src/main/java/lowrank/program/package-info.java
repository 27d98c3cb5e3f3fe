/**
 * The integer programs: {@code FixedNetwork}, the same layers with kernels; {@code Program}, the
 * network with its schedule and memory plan; {@code SourceBundle}, the files made from it.
 */
package lowrank.program;
