package lowrank.emit.c;

import java.util.List;
import java.util.Set;
import lowrank.kernel.ConvolutionKernel;

/** A convolution with a window: k×k, strided, padded, dilated or grouped. */
public record ConvolutionModel(
    Head head,
    PixelModel pixel,
    GridModel grid,
    RequantiseModel requantise,
    List<ConstantModel> constants)
    implements LayerModel {

  /** Chooses the form: dense, pointwise, depthwise or general. */
  static LayerModel of(ConvolutionKernel kernel, LayerContext context) {
    if (kernel.depthwise()) {
      return DepthwiseModel.of(kernel, context);
    }
    if (kernel.groups() == 1 && kernel.window().isPoint()) {
      return PointwiseModel.of(kernel, context);
    }
    ConvolutionTables tables = ConvolutionTables.of(kernel, context);
    boolean runs = kernel.groups() > 1 || kernel.window().dilationWidth() > 1;
    GridModel grid = GridModel.of(kernel, runs);
    PixelModel pixel = PixelModel.of(kernel, context.unroll(), grid.rowStep(), grid.columnStep());
    String groups = kernel.groups() == 1 ? "" : " in " + kernel.groups() + " groups";
    String what =
        CText.format(
            "%dx%d convolution%s%s",
            kernel.window().kernelHeight(),
            kernel.window().kernelWidth(),
            groups,
            LayerContext.describe(kernel.window()));
    return new ConvolutionModel(
        context.head(what),
        pixel,
        grid,
        tables.requantise(),
        tables.constants(pixel.layout().reorder(kernel.weights()), pixel.layout().description()));
  }

  @Override
  public String template() {
    return "Convolution.c.ftl";
  }

  @Override
  public Set<Helper> helpers() {
    return requantise.helpers();
  }

  @Override
  public boolean usesScratch() {
    return grid.border();
  }
}
