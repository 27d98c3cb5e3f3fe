package lowrank.emit.c.scalar;

import java.util.Optional;
import lowrank.emit.c.Accumulation;
import lowrank.emit.c.FoldedScale;
import lowrank.emit.c.KernelForm;
import lowrank.emit.c.LayerContext;
import lowrank.emit.c.LayerModel;
import lowrank.emit.c.PixelBlocks;
import lowrank.emit.c.WindowModel;
import lowrank.kernel.AccessOrder;
import lowrank.kernel.AccessOrder.Reads;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.Kernel;

/**
 * Convolutions, 1×1 ones among them, with at least four output pixels: the windows of four pixels
 * become columns of two pixels in a word, which all output channels share, so that one multiply
 * makes two products.
 */
final class PackedForm implements KernelForm {
  private static final int FEWEST_CHANNELS = 3;

  @Override
  public boolean takes(Kernel kernel) {
    return kernel instanceof ConvolutionKernel convolution
        && convolution.groups() == 1
        && PixelBlocks.fit(convolution)
        && convolution.outputImage().channels() >= FEWEST_CHANNELS
        && FoldedScale.of(convolution, Accumulation.bounds(convolution)).isPresent()
        && PackedWeights.run(convolution) > 0;
  }

  /** Columns of four pixels, and two windows if some reach into the padding. */
  @Override
  public int scratchBytes(Kernel kernel) {
    ConvolutionKernel convolution = (ConvolutionKernel) kernel;
    boolean border = WindowModel.of(convolution).border();
    return columnBytes(convolution) + (border ? 2 * windowBytes(convolution) : 0);
  }

  static int columnBytes(ConvolutionKernel kernel) {
    return 2 * PixelBlocks.SIZE * PackedWeights.taps(kernel);
  }

  static int windowBytes(ConvolutionKernel kernel) {
    return PackedWeights.taps(kernel);
  }

  /** The windows of a block of pixels are in the columns before its sums are made. */
  @Override
  public Optional<AccessOrder> order(Kernel kernel) {
    return Optional.of(new AccessOrder(PixelBlocks.SIZE, Reads.FIRST));
  }

  @Override
  public LayerModel model(Kernel kernel, LayerContext context) {
    return PackedModel.of((ConvolutionKernel) kernel, context);
  }
}
