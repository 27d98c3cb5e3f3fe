package lowrank.emit.c;

import java.util.List;
import java.util.Set;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.Window;
import lowrank.tensor.Shape;

/**
 * A convolution or dense layer, one output pixel after the other, each by a shared function that
 * reads the pixel's window as contiguous bytes.
 *
 * @param buffered whether a pixel's window is copied first
 * @param source C expression of the bytes to be summed
 * @param function the shared function's name behind the prefix
 * @param arguments between the source and the output
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
    String source,
    String function,
    String arguments,
    List<Section> sections,
    List<ConstantModel> constants)
    implements LayerModel {

  /**
   * Plans the loops.
   *
   * @param inPlace whether a window is read where it lies in the image; only that of a point is
   */
  public static PixelsModel of(
      ConvolutionKernel kernel,
      LayerContext context,
      boolean inPlace,
      String function,
      String arguments,
      List<Section> sections,
      List<ConstantModel> constants) {
    Shape out = kernel.outputImage();
    WindowModel window =
        WindowModel.of(kernel, out.height() > 1 ? "y" : "0", out.width() > 1 ? "x" : "0");
    return new PixelsModel(
        context.head(describe(kernel)),
        window,
        !inPlace,
        out.height() > 1,
        out.height(),
        out.width() > 1,
        out.width(),
        out.channels(),
        inPlace ? source(kernel) : "window",
        function,
        arguments,
        sections,
        constants);
  }

  /** What an ungrouped convolution is, for the comment over its function. */
  public static String describe(ConvolutionKernel kernel) {
    Window window = kernel.window();
    if (window.isPoint()) {
      return kernel.dense() ? "dense" : "1x1 convolution";
    }
    return CText.format(
        "%dx%d convolution%s",
        window.kernelHeight(), window.kernelWidth(), LayerContext.describe(window));
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
    return "Pixels.c.ftl";
  }

  @Override
  public String form() {
    return usesScratch() ? "Pixels gathered" : "Pixels";
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
