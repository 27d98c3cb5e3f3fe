package lowrank.emit.c;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import lowrank.kernel.AccessOrder;
import lowrank.kernel.AccessOrder.Reads;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.Kernel;
import lowrank.kernel.MeanKernel;
import lowrank.kernel.PoolKernel;
import lowrank.program.KernelMemory;
import lowrank.target.Target;

/**
 * Working memory and order of access of the C that is printed for a target. What was found out of a
 * kernel is kept: planners ask for the same kernels thousands of times, and which C is exact for a
 * kernel depends on all its weights. For one thread.
 */
final class TargetMemory implements KernelMemory {
  private static final AccessOrder PIXELS = new AccessOrder(1, Reads.THROUGHOUT);
  private static final AccessOrder CHANNELS = new AccessOrder(1, Reads.CHANNELWISE);

  private final Target target;
  private final Map<Kernel, Needs> known = new IdentityHashMap<>();

  TargetMemory(Target target) {
    this.target = target;
  }

  private record Needs(int bytes, Optional<AccessOrder> order, OptionalInt lead) {}

  @Override
  public int applyAsInt(Kernel kernel) {
    return needs(kernel).bytes();
  }

  @Override
  public Optional<AccessOrder> order(Kernel kernel) {
    return needs(kernel).order();
  }

  @Override
  public OptionalInt lead(Kernel kernel) {
    return needs(kernel).lead();
  }

  private Needs needs(Kernel kernel) {
    return known.computeIfAbsent(kernel, this::find);
  }

  private Needs find(Kernel kernel) {
    Kernel simple = ConstantChannels.simplified(kernel);
    Optional<KernelForm> form = Dialects.form(simple, target);
    Optional<AccessOrder> order = form.isPresent() ? form.get().order(simple) : portable(simple);
    return new Needs(
        form.map(f -> f.scratchBytes(simple)).orElseGet(simple::scratchBytes),
        order,
        order.map(kernel::lead).orElse(OptionalInt.empty()));
  }

  /** Of the templates that lie in {@code templates/c} itself. */
  private static Optional<AccessOrder> portable(Kernel kernel) {
    if (kernel instanceof ConvolutionKernel convolution) {
      boolean alone =
          convolution.depthwise() && convolution.outputImage().channels() == convolution.groups();
      return Optional.of(alone ? CHANNELS : PIXELS);
    }
    return kernel instanceof PoolKernel || kernel instanceof MeanKernel
        ? Optional.of(CHANNELS)
        : Optional.empty();
  }
}
