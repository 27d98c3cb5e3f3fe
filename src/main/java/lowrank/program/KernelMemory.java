package lowrank.program;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;
import lowrank.kernel.AccessOrder;
import lowrank.kernel.Kernel;

/**
 * What the planner must know of the C that is printed for kernels: working memory in bytes, and the
 * order of access.
 */
public interface KernelMemory extends ToIntFunction<Kernel> {
  /** The order in which a kernel's C reads and writes; empty if it promises none. */
  Optional<AccessOrder> order(Kernel kernel);

  /**
   * Bytes by which a kernel's output must start before an input that it may lie over; empty if they
   * must lie apart.
   */
  default OptionalInt lead(Kernel kernel) {
    return order(kernel).map(kernel::lead).orElse(OptionalInt.empty());
  }

  /** Working memories alone; input and output lie apart. */
  static KernelMemory of(ToIntFunction<Kernel> scratchBytes) {
    return new KernelMemory() {
      @Override
      public int applyAsInt(Kernel kernel) {
        return scratchBytes.applyAsInt(kernel);
      }

      @Override
      public Optional<AccessOrder> order(Kernel kernel) {
        return Optional.empty();
      }
    };
  }
}
