/**
 * Proves that a generated folder computes what the interpreter computes: builds its C with the
 * host's compilers and for an emulated core, loads its Java class, runs all of them on the same
 * inputs and compares every tensor byte for byte. Also counts executed instructions and measures
 * the built image. In come the folder, its network and a target; out go results. It reads only what
 * lies in the folder and knows no emitter.
 */
package lowrank.verify;
