package lowrank.emit.c;

import java.util.Optional;
import lowrank.kernel.AccessOrder;
import lowrank.kernel.Kernel;

/**
 * How a dialect prints one kind of kernel. The three methods agree: the model's C uses no more
 * working memory than {@link #scratchBytes}, and both are asked for only of what is taken.
 */
public interface KernelForm {
  /** Whether kernels that read or write 16-bit activations are offered, too; else bytes alone. */
  default boolean halfwords() {
    return false;
  }

  /** Whether this form computes the kernel's result to the bit. */
  boolean takes(Kernel kernel);

  /** Working memory of the kernel's C in bytes; its place is planned in the arena. */
  default int scratchBytes(Kernel kernel) {
    return 0;
  }

  /**
   * In which order the C reads and writes, so that the output may be planned over the input; empty
   * if they must lie apart.
   */
  default Optional<AccessOrder> order(Kernel kernel) {
    return Optional.empty();
  }

  /** What the form's template prints. */
  LayerModel model(Kernel kernel, LayerContext context);
}
