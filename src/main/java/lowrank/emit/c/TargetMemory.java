package lowrank.emit.c;

import java.util.Optional;
import lowrank.kernel.AccessOrder;
import lowrank.kernel.AccessOrder.Reads;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.Kernel;
import lowrank.kernel.MeanKernel;
import lowrank.kernel.PoolKernel;
import lowrank.program.KernelMemory;
import lowrank.target.Target;

/** Working memory and order of access of the C that is printed for a target. */
record TargetMemory(Target target) implements KernelMemory {
  private static final AccessOrder PIXELS = new AccessOrder(1, Reads.THROUGHOUT);
  private static final AccessOrder CHANNELS = new AccessOrder(1, Reads.CHANNELWISE);

  @Override
  public int applyAsInt(Kernel kernel) {
    Kernel simple = ConstantChannels.simplified(kernel);
    return Dialects.form(simple, target)
        .map(form -> form.scratchBytes(simple))
        .orElseGet(simple::scratchBytes);
  }

  @Override
  public Optional<AccessOrder> order(Kernel kernel) {
    Kernel simple = ConstantChannels.simplified(kernel);
    Optional<KernelForm> form = Dialects.form(simple, target);
    return form.isPresent() ? form.get().order(simple) : portable(simple);
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
