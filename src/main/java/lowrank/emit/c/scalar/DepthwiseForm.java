package lowrank.emit.c.scalar;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import lowrank.emit.c.Accumulation;
import lowrank.emit.c.CText;
import lowrank.emit.c.ConstantModel;
import lowrank.emit.c.DepthwiseKernelForm;
import lowrank.emit.c.FoldedScale;
import lowrank.emit.c.FoldedTables;
import lowrank.emit.c.GridModel;
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

/** Convolutions of every channel alone with few taps, which are written out. */
final class DepthwiseForm extends DepthwiseKernelForm {
  private static final int MOST_TAPS = 12;
  private static final String ORDER =
      "Order: channel, kernel row, kernel column; in words, lowest byte first.";

  @Override
  protected boolean takesDepthwise(ConvolutionKernel kernel) {
    return kernel.window().taps() <= MOST_TAPS
        && FoldedScale.of(kernel, Accumulation.bounds(kernel)).isPresent();
  }

  /** Channel by channel. */
  @Override
  public Optional<AccessOrder> order(Kernel kernel) {
    return Optional.of(new AccessOrder(1, Reads.CHANNELWISE));
  }

  @Override
  protected LayerModel depthwiseModel(ConvolutionKernel kernel, LayerContext context) {
    return Model.of(kernel, context);
  }

  /**
   * A depthwise layer.
   *
   * @param rows of the window, {@code columns} its columns
   * @param scale name of the scaling function, {@code arguments} what it takes behind the rest
   */
  public record Model(
      Head head,
      GridModel grid,
      int rows,
      int columns,
      int channels,
      int zero,
      String scale,
      String arguments,
      List<Section> sections,
      List<ConstantModel> constants)
      implements LayerModel {

    static Model of(ConvolutionKernel kernel, LayerContext context) {
      FoldedScale scale = FoldedScale.of(kernel, Accumulation.bounds(kernel)).orElseThrow();
      Window window = kernel.window();
      return new Model(
          context.head(
              CText.format(
                  "%dx%d depthwise convolution%s",
                  window.kernelHeight(), window.kernelWidth(), LayerContext.describe(window))),
          GridModel.of(kernel, true),
          window.kernelHeight(),
          window.kernelWidth(),
          kernel.groups(),
          2 * kernel.requantiser().zeroPoint() + 1,
          scale.name(),
          scale.arguments(kernel.requantiser()),
          PackedModel.scaling(scale),
          FoldedTables.of(kernel, context, scale, PackedWeights.inTurn(kernel), ORDER));
    }

    @Override
    public String template() {
      return "scalar/Depthwise.c.ftl";
    }

    @Override
    public Set<Helper> helpers() {
      return Set.of();
    }

    @Override
    public boolean usesScratch() {
      return grid.border();
    }
  }
}
