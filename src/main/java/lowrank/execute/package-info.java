/**
 * Runs float models in ONNX Runtime. In come a {@code Network}, or the bytes of an ONNX file, and
 * samples; out come float values of the output and of any layer in between. The only package that
 * knows the runtime; it knows no integers, and its last bits may differ between machines.
 */
package lowrank.execute;
