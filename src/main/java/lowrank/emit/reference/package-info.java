/**
 * Prints a {@code Program} as one standalone Java class with its weights in a binary resource. In
 * comes the program, out goes a {@code SourceBundle} of two files under {@code java/}. The class is
 * an independent printing of the same arithmetic: it shares no code with the interpreter, and this
 * package knows neither the interpreter nor the C emitter.
 */
package lowrank.emit.reference;
