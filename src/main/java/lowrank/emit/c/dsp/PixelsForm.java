package lowrank.emit.c.dsp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lowrank.emit.c.Accumulation;
import lowrank.emit.c.CText;
import lowrank.emit.c.FoldedScale;
import lowrank.emit.c.FoldedTables;
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

/** Dense layers, and convolutions with fewer output pixels than {@link ColumnsForm} takes. */
final class PixelsForm implements KernelForm {
  @Override
  public boolean halfwords() {
    return true;
  }

  @Override
  public boolean takes(Kernel kernel) {
    return ColumnsForm.suits(kernel);
  }

  @Override
  public int scratchBytes(Kernel kernel) {
    ConvolutionKernel convolution = (ConvolutionKernel) kernel;
    return inPlace(convolution) ? 0 : ColumnsForm.windowBytes(convolution);
  }

  @Override
  public Optional<AccessOrder> order(Kernel kernel) {
    Reads reads = inPlace((ConvolutionKernel) kernel) ? Reads.THROUGHOUT : Reads.FIRST;
    return Optional.of(new AccessOrder(1, reads));
  }

  /** Whether pixels are read where they lie. */
  static boolean inPlace(ConvolutionKernel kernel) {
    return kernel.window().isPoint() && WindowModel.of(kernel).direct();
  }

  @Override
  public LayerModel model(Kernel kernel, LayerContext context) {
    ConvolutionKernel convolution = (ConvolutionKernel) kernel;
    FoldedScale scale = FoldedScale.of(convolution, Accumulation.bounds(convolution)).orElseThrow();
    boolean halfwords = Halfwords.reads(convolution);
    SharedFunction function =
        SharedFunction.of(halfwords ? Halfwords.STEM + "pixel" : "pixel", scale);
    boolean inPlace = inPlace(convolution);
    String arguments =
        CText.format(
            "%1$d, %2$s_weights, %2$s_scales, %2$s_shifts, %3$d, %4$d%5$s",
            WindowModel.wordsOf(convolution),
            context.function(),
            2 * convolution.requantiser().zeroPoint() + 1,
            convolution.outputImage().channels(),
            scale.arguments(convolution.requantiser()));
    return PixelsModel.of(
        convolution,
        context,
        inPlace,
        function.function(),
        arguments,
        sections(function, scale, halfwords, inPlace),
        FoldedTables.of(convolution, context, scale, Weights.four(convolution), Weights.FOUR));
  }

  private static List<Section> sections(
      SharedFunction function, FoldedScale scale, boolean halfwords, boolean inPlace) {
    List<Section> sections = new ArrayList<>(SharedFunction.scaling(scale));
    sections.add(new Section("dsp/lanes.c.ftl", ""));
    sections.add(new Section("dsp/dual.c.ftl", ""));
    if (!inPlace) {
      sections.add(new Section("dsp/copy.c.ftl", ""));
    }
    if (halfwords) {
      sections.add(Halfwords.section());
    }
    sections.add(new Section("dsp/pixel.c.ftl", new Pixel(function, scale.type(), halfwords)));
    return sections;
  }

  /**
   * The function that layers share.
   *
   * @param output C type of what it writes
   * @param halfwords whether it reads 16-bit values
   */
  public record Pixel(SharedFunction shared, String output, boolean halfwords) {}
}
