package lowrank.emit.c.mve;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import lowrank.emit.c.Accumulation;
import lowrank.emit.c.ConstantModel;
import lowrank.emit.c.Head;
import lowrank.emit.c.Helper;
import lowrank.emit.c.KernelForm;
import lowrank.emit.c.LayerContext;
import lowrank.emit.c.LayerModel;
import lowrank.emit.c.PixelsModel;
import lowrank.emit.c.Section;
import lowrank.emit.c.WindowModel;
import lowrank.kernel.AccessOrder;
import lowrank.kernel.AccessOrder.Reads;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.Kernel;
import lowrank.tensor.Shape;

/**
 * Ungrouped convolutions of several pixels, four output channels of some pixels at a time: what
 * scales the sums, and weights of at most 16 inputs, stay in registers.
 */
final class BlocksForm implements KernelForm {
  private static final int MOST_PIXELS = 8;
  private static final int FEWEST_PIXELS = 4;

  /** Bytes of the windows, or of the pixels in place, that a block should not exceed. */
  private static final int MOST_WINDOWS = 640;

  private static final int MOST_IN_PLACE = 256;

  @Override
  public boolean halfwords() {
    return true;
  }

  @Override
  public boolean takes(Kernel kernel) {
    return kernel instanceof ConvolutionKernel convolution
        && convolution.groups() == 1
        && convolution.outputImage().channels() >= BlockWeights.TOGETHER
        && pixels(convolution) >= FEWEST_PIXELS
        && VectorScale.of(convolution, Accumulation.bounds(convolution)).isPresent();
  }

  private static int pixels(ConvolutionKernel kernel) {
    Shape out = kernel.outputImage();
    return out.height() * out.width();
  }

  /** Pixels of a block. */
  private static int block(ConvolutionKernel kernel) {
    if (kernel.window().isPoint()) {
      int most =
          Math.max(
              kernel.inputImage().channels() * kernel.input().type().element().bytes(),
              kernel.outputImage().channels() * kernel.output().type().element().bytes());
      return Math.max(FEWEST_PIXELS, Math.min(MOST_PIXELS, MOST_IN_PLACE / most));
    }
    return Math.max(1, Math.min(MOST_PIXELS, MOST_WINDOWS / Lanes.of(kernel).windowBytes(kernel)));
  }

  @Override
  public int scratchBytes(Kernel kernel) {
    ConvolutionKernel convolution = (ConvolutionKernel) kernel;
    return convolution.window().isPoint()
        ? 0
        : block(convolution) * Lanes.of(convolution).windowBytes(convolution);
  }

  @Override
  public Optional<AccessOrder> order(Kernel kernel) {
    ConvolutionKernel convolution = (ConvolutionKernel) kernel;
    Reads reads = convolution.window().isPoint() ? Reads.THROUGHOUT : Reads.FIRST;
    return Optional.of(new AccessOrder(block(convolution), reads));
  }

  @Override
  public LayerModel model(Kernel kernel, LayerContext context) {
    return Model.of((ConvolutionKernel) kernel, context);
  }

  /**
   * A layer.
   *
   * @param point whether the pixels of input and output are the same
   * @param pixels of the output, {@code block} of them together
   * @param even whether all blocks are full
   * @param length values of a window
   */
  public record Model(
      Head head,
      WindowModel window,
      boolean point,
      int pixels,
      int block,
      boolean even,
      int width,
      int length,
      int channels,
      BlockFunction shared,
      String arguments,
      List<Section> sections,
      List<ConstantModel> constants)
      implements LayerModel {

    static Model of(ConvolutionKernel kernel, LayerContext context) {
      BlockFunction function = BlockFunction.of(kernel);
      boolean point = kernel.window().isPoint();
      int block = BlocksForm.block(kernel);
      return new Model(
          context.head(PixelsModel.describe(kernel)),
          WindowModel.of(kernel),
          point,
          BlocksForm.pixels(kernel),
          block,
          BlocksForm.pixels(kernel) % block == 0,
          kernel.outputImage().width(),
          kernel.multipliesPerOutput(),
          kernel.outputImage().channels(),
          function,
          function.arguments(kernel, context),
          function.sections(!point),
          BlockWeights.tables(kernel, context, function.scale()));
    }

    /** Name of the shared function behind the prefix. */
    public String function() {
      return shared.function();
    }

    @Override
    public String template() {
      return "mve/Blocks.c.ftl";
    }

    /** By how many vectors a pixel has. */
    @Override
    public String form() {
      return "mve/Blocks" + (shared.narrow() ? " of narrow" : "") + (point ? " points" : "");
    }

    @Override
    public Set<Helper> helpers() {
      return Set.of();
    }

    @Override
    public boolean usesScratch() {
      return !point;
    }
  }
}
