package lowrank.emit.c.dsp;

import java.util.Optional;
import lowrank.emit.c.Accumulation;
import lowrank.emit.c.FoldedScale;
import lowrank.emit.c.KernelForm;
import lowrank.emit.c.LayerContext;
import lowrank.emit.c.LayerModel;
import lowrank.emit.c.PixelBlocks;
import lowrank.emit.c.WindowModel;
import lowrank.emit.c.dsp.SharedFunction.Kind;
import lowrank.kernel.AccessOrder;
import lowrank.kernel.AccessOrder.Reads;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.Kernel;

/**
 * Convolutions, 1×1 ones among them, with at least four output pixels: the windows of four pixels
 * are extended to 16 bits once, which all output channels share.
 */
final class ColumnsForm implements KernelForm {
  private final Kind kind;

  ColumnsForm(Kind kind) {
    this.kind = kind;
  }

  @Override
  public boolean halfwords() {
    return true;
  }

  @Override
  public boolean takes(Kernel kernel) {
    return suits(kernel) && PixelBlocks.fit((ConvolutionKernel) kernel);
  }

  /** Whether the sums are ungrouped ones that can be scaled. */
  static boolean suits(Kernel kernel) {
    return kernel instanceof ConvolutionKernel convolution
        && convolution.groups() == 1
        && FoldedScale.of(convolution, Accumulation.bounds(convolution)).isPresent();
  }

  @Override
  public int scratchBytes(Kernel kernel) {
    ConvolutionKernel convolution = (ConvolutionKernel) kernel;
    return stripBytes(convolution) + copyBytes(convolution);
  }

  static int stripBytes(ConvolutionKernel kernel) {
    return 4 * Strip.of(kernel).words();
  }

  /** Bytes of the largest part of the image that is copied before it is extended. */
  static int copyBytes(ConvolutionKernel kernel) {
    Strip strip = Strip.of(kernel);
    if (Strip.byRows(kernel)) {
      return RowStrips.patchBytes(kernel, strip);
    }
    if (Strip.pointwise(kernel)) {
      int values = PixelBlocks.SIZE * kernel.inputImage().channels() + strip.beyond();
      return strip.beyond() > 0 ? bytes(kernel, values) : 0;
    }
    WindowModel window = WindowModel.of(kernel);
    return window.border() || !window.direct() ? windowBytes(kernel) : 0;
  }

  static int windowBytes(ConvolutionKernel kernel) {
    return bytes(kernel, kernel.multipliesPerOutput());
  }

  /** Bytes of values of the input, filled up to a whole number of groups of four. */
  static int bytes(ConvolutionKernel kernel, int values) {
    return (values + 3) / 4 * 4 * kernel.input().type().element().bytes();
  }

  /** The windows of a block of pixels are in the columns before its sums are made. */
  @Override
  public Optional<AccessOrder> order(Kernel kernel) {
    return Optional.of(new AccessOrder(PixelBlocks.SIZE, Reads.FIRST));
  }

  @Override
  public LayerModel model(Kernel kernel, LayerContext context) {
    return ColumnsModel.of((ConvolutionKernel) kernel, context, kind);
  }
}
