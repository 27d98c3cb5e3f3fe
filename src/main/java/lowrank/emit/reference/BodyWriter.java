package lowrank.emit.reference;

import com.palantir.javapoet.CodeBlock;
import lowrank.kernel.Kernel;

/**
 * Prints the loops of one kind of kernel.
 *
 * @param <K> the kernel record
 */
@FunctionalInterface
interface BodyWriter<K extends Kernel> {
  /** Statements of a method that reads the scope's inputs and tables and returns the output. */
  CodeBlock body(K kernel, LayerScope scope);
}
