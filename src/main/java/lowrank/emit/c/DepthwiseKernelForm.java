package lowrank.emit.c;

import java.util.Optional;
import lowrank.kernel.AccessOrder;
import lowrank.kernel.AccessOrder.Reads;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.Kernel;

/** Forms of convolutions of every channel alone with one output channel for each. */
public abstract class DepthwiseKernelForm implements KernelForm {
  /** Whether the form computes such a convolution to the bit. */
  protected abstract boolean takesDepthwise(ConvolutionKernel kernel);

  /** What the form's template prints. */
  protected abstract LayerModel depthwiseModel(ConvolutionKernel kernel, LayerContext context);

  @Override
  public final boolean takes(Kernel kernel) {
    return kernel instanceof ConvolutionKernel convolution
        && convolution.depthwise()
        && convolution.outputImage().channels() == convolution.groups()
        && takesDepthwise(convolution);
  }

  /** One window, for those that reach into the padding. */
  @Override
  public int scratchBytes(Kernel kernel) {
    return kernel.scratchBytes();
  }

  /** Pixel by pixel; a last block of channels may do channels before it again. */
  @Override
  public Optional<AccessOrder> order(Kernel kernel) {
    return Optional.of(new AccessOrder(1, Reads.THROUGHOUT));
  }

  @Override
  public final LayerModel model(Kernel kernel, LayerContext context) {
    return depthwiseModel((ConvolutionKernel) kernel, context);
  }
}
