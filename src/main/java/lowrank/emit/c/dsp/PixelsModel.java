package lowrank.emit.c.dsp;

import java.util.List;
import java.util.Set;
import lowrank.emit.c.Accumulation;
import lowrank.emit.c.CText;
import lowrank.emit.c.ConstantModel;
import lowrank.emit.c.Head;
import lowrank.emit.c.Helper;
import lowrank.emit.c.LayerContext;
import lowrank.emit.c.LayerModel;
import lowrank.emit.c.Section;
import lowrank.kernel.ConvolutionKernel;
import lowrank.tensor.Shape;

/**
 * A dense layer, or a convolution of few pixels, one pixel after the other.
 *
 * @param buffered whether a pixel's window is copied first
 * @param source C expression of the bytes to be summed
 */
public record PixelsModel(
    Head head,
    WindowModel window,
    boolean buffered,
    boolean rowLoop,
    int height,
    boolean columnLoop,
    int width,
    int channels,
    int zero,
    String source,
    String function,
    String arguments,
    List<Section> sections,
    List<ConstantModel> constants)
    implements LayerModel {

  static PixelsModel of(ConvolutionKernel kernel, LayerContext context) {
    Scale scale = Scale.of(kernel, Accumulation.bounds(kernel)).orElseThrow();
    SharedFunction function = SharedFunction.of("pixel", scale);
    Shape out = kernel.outputImage();
    boolean inPlace = PixelsForm.inPlace(kernel);
    WindowModel window =
        WindowModel.of(kernel, out.height() > 1 ? "y" : "0", out.width() > 1 ? "x" : "0");
    return new PixelsModel(
        context.head(ColumnsModel.what(kernel)),
        window,
        !inPlace,
        out.height() > 1,
        out.height(),
        out.width() > 1,
        out.width(),
        out.channels(),
        2 * kernel.requantiser().zeroPoint() + 1,
        inPlace ? source(kernel) : "window",
        function.function(),
        scale.arguments(kernel.requantiser()),
        inPlace
            ? function.sections(scale, "pixel", "lanes", "dual")
            : function.sections(scale, "pixel", "lanes", "dual", "copy"),
        LayerTables.of(kernel, context, scale, Weights.four(kernel), Weights.FOUR));
  }

  private static String source(ConvolutionKernel kernel) {
    Shape out = kernel.outputImage();
    int channels = kernel.inputImage().channels();
    if (out.height() > 1 && out.width() > 1) {
      return CText.format("&input[(y * %d + x) * %d]", out.width(), channels);
    }
    return out.height() > 1
        ? CText.format("&input[y * %d]", channels)
        : out.width() > 1 ? CText.format("&input[x * %d]", channels) : "input";
  }

  @Override
  public String template() {
    return "dsp/Pixels.c.ftl";
  }

  @Override
  public Set<Helper> helpers() {
    return Set.of();
  }

  @Override
  public boolean usesScratch() {
    return buffered;
  }
}
