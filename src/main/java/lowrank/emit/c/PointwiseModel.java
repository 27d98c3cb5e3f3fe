package lowrank.emit.c;

import java.util.List;
import java.util.Set;
import lowrank.kernel.ConvolutionKernel;

/**
 * A 1×1 convolution, or a dense layer: the same with a single pixel.
 *
 * @param pixels of the output
 * @param loop whether there is more than one
 * @param inputs channels of an input pixel, and {@code outputs} of an output pixel
 */
public record PointwiseModel(
    Head head,
    PixelModel pixel,
    int pixels,
    boolean loop,
    int inputs,
    int outputs,
    RequantiseModel requantise,
    List<ConstantModel> constants)
    implements LayerModel {

  static PointwiseModel of(ConvolutionKernel kernel, LayerContext context) {
    ConvolutionTables tables = ConvolutionTables.of(kernel, context);
    PixelModel pixel = PixelModel.of(kernel, context.unroll(), "0", "0");
    int pixels = kernel.outputImage().height() * kernel.outputImage().width();
    return new PointwiseModel(
        context.head(kernel.dense() ? "dense" : "1x1 convolution"),
        pixel,
        pixels,
        pixels > 1,
        kernel.inputImage().channels(),
        kernel.outputImage().channels(),
        tables.requantise(),
        tables.constants(pixel.layout().reorder(kernel.weights()), pixel.layout().description()));
  }

  @Override
  public String template() {
    return "Pointwise.c.ftl";
  }

  @Override
  public Set<Helper> helpers() {
    return requantise.helpers();
  }
}
