/**
 * What an emulated core executed, sorted by kind of instruction. In come the counts of each address
 * and the disassembly of the program; out come histograms with an estimate of cycles. Instruction
 * sets and timings are data, {@code lowrank/cores/*.yaml}: nothing here names a core, and nothing
 * here runs a program.
 */
package lowrank.verify.trace;
