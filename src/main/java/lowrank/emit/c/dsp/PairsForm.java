package lowrank.emit.c.dsp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lowrank.emit.c.Accumulation;
import lowrank.emit.c.CText;
import lowrank.emit.c.ConstantModel;
import lowrank.emit.c.DepthwiseKernelForm;
import lowrank.emit.c.FoldedScale;
import lowrank.emit.c.Head;
import lowrank.emit.c.Helper;
import lowrank.emit.c.LayerContext;
import lowrank.emit.c.LayerModel;
import lowrank.emit.c.Section;
import lowrank.kernel.AccessOrder;
import lowrank.kernel.AccessOrder.Reads;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.Kernel;
import lowrank.kernel.Window;
import lowrank.tensor.Shape;

/**
 * Convolutions of every channel alone with windows of few taps, of two output pixels side by side
 * and four channels at a time: both share the extended weights, and what both windows read.
 */
final class PairsForm extends DepthwiseKernelForm {
  private static final int MOST_TAPS = 12;
  private static final int MOST_PLACES = 32;

  @Override
  public boolean halfwords() {
    return true;
  }

  @Override
  protected boolean takesDepthwise(ConvolutionKernel kernel) {
    Window window = kernel.window();
    return PairFunction.writes(kernel)
        && kernel.groups() >= PairFunction.CHANNELS
        && kernel.outputImage().width() >= PairFunction.PIXELS
        && window.taps() <= MOST_TAPS
        && window.kernelHeight() * PairFunction.span(window) <= MOST_PLACES
        && PowerScale.suits(kernel);
  }

  /** A line of zero points, one for each channel, for windows that reach into the padding. */
  @Override
  public int scratchBytes(Kernel kernel) {
    return PairPlaces.of((ConvolutionKernel) kernel).scratch();
  }

  /**
   * Pairs start at even pixels of the whole image, and read the channels that they write before;
   * but a last block that is not full does channels again.
   */
  @Override
  public Optional<AccessOrder> order(Kernel kernel) {
    boolean whole = ((ConvolutionKernel) kernel).groups() % PairFunction.CHANNELS == 0;
    return Optional.of(
        new AccessOrder(PairFunction.PIXELS, whole ? Reads.CHANNELWISE : Reads.THROUGHOUT));
  }

  @Override
  protected LayerModel depthwiseModel(ConvolutionKernel kernel, LayerContext context) {
    return Model.of(kernel, context);
  }

  /**
   * A layer.
   *
   * @param top C expression of a window's first row, {@code left} of its first column
   * @param zero the zero point, counted from the lowest byte; that itself of 16-bit outputs
   * @param pair makes two pixels
   * @param single makes one; null if there is none without another
   * @param alone C condition under which there is not
   */
  public record Model(
      Head head,
      PairPlaces places,
      boolean rowLoop,
      int height,
      int width,
      String top,
      String left,
      int zero,
      PairFunction pair,
      PairFunction single,
      String alone,
      String arguments,
      List<Section> sections,
      List<ConstantModel> constants)
      implements LayerModel {

    static Model of(ConvolutionKernel kernel, LayerContext context) {
      FoldedScale scale = FoldedScale.of(kernel, Accumulation.bounds(kernel)).orElseThrow();
      Window window = kernel.window();
      Shape out = kernel.outputImage();
      boolean odd = out.width() % PairFunction.PIXELS != 0;
      PairFunction pair = PairFunction.of(kernel, scale, PairFunction.PIXELS);
      PairFunction single = odd ? PairFunction.of(kernel, scale, 1) : null;
      List<Section> sections = new ArrayList<>(pair.sections());
      if (odd) {
        sections.addAll(single.sections());
      }
      boolean rowLoop = out.height() > 1;
      return new Model(
          context.head(
              CText.format(
                  "%dx%d depthwise convolution%s",
                  window.kernelHeight(), window.kernelWidth(), LayerContext.describe(window))),
          PairPlaces.of(kernel),
          rowLoop,
          out.height(),
          out.width(),
          rowLoop
              ? CText.times("y", window.strideHeight()) + CText.plus(-window.padTop())
              : String.valueOf(-window.padTop()),
          CText.times("x", window.strideWidth()) + CText.plus(-window.padLeft()),
          kernel.requantiser().zeroPoint() - (Halfwords.reads(kernel) ? 0 : Byte.MIN_VALUE),
          pair,
          single,
          (rowLoop ? "(y + x) % 2 != 0 || x == " : "x == ") + (out.width() - 1),
          scale.arguments(kernel.requantiser()),
          sections,
          List.of(PairTable.of(kernel, context, pair)));
    }

    @Override
    public String template() {
      return "dsp/Pairs.c.ftl";
    }

    @Override
    public String form() {
      return "dsp/Depthwise in pairs";
    }

    @Override
    public Set<Helper> helpers() {
      return Set.of();
    }

    @Override
    public boolean usesScratch() {
      return places.border();
    }
  }
}
