package lowrank.emit.c.mve;

import java.util.ArrayList;
import java.util.List;
import lowrank.emit.c.Accumulation;
import lowrank.emit.c.CText;
import lowrank.emit.c.LayerContext;
import lowrank.emit.c.Section;
import lowrank.fixed.Requantiser;
import lowrank.kernel.ConvolutionKernel;

/**
 * The function that layers share which makes four output channels of some pixels at a time.
 *
 * @param function its name behind the prefix
 * @param lanes of the vectors
 * @param narrow whether a pixel's values fit into one vector
 * @param rest whether they else are no whole number of vectors
 * @param clamped whether the bounds are other than the output type's
 */
public record BlockFunction(
    String function,
    VectorScale scale,
    Lanes lanes,
    boolean narrow,
    boolean rest,
    boolean clamped) {
  static BlockFunction of(ConvolutionKernel kernel) {
    VectorScale scale = VectorScale.of(kernel, Accumulation.bounds(kernel)).orElseThrow();
    Requantiser requantiser = kernel.requantiser();
    Lanes lanes = Lanes.of(kernel);
    int values = kernel.multipliesPerOutput();
    boolean narrow = values <= lanes.count();
    boolean rest = !narrow && values % lanes.count() != 0;
    boolean clamped = requantiser.clamps(scale.output());
    String stem = narrow ? "narrow_block_" : rest ? "block_and_rest_" : "block_";
    return new BlockFunction(
        lanes.stem() + stem + scale.suffix() + (clamped ? "_clamped" : ""),
        scale,
        lanes,
        narrow,
        rest,
        clamped);
  }

  /** A layer's arguments between the number of pixels and the output. */
  String arguments(ConvolutionKernel kernel, LayerContext context) {
    Requantiser requantiser = kernel.requantiser();
    String limits =
        clamped ? CText.format("%d, %d, ", requantiser.minimum(), requantiser.maximum()) : "";
    return CText.format(
        "%1$d, %2$s_weights, %2$s_bias, %2$s_multipliers, %2$s_shifts, %3$d, %4$s%5$d",
        kernel.multipliesPerOutput(),
        context.function(),
        requantiser.zeroPoint(),
        limits,
        kernel.outputImage().channels());
  }

  /** Sections in their order, this function at last. */
  List<Section> sections(boolean copied) {
    List<Section> sections = new ArrayList<>();
    sections.add(new Section("mve/config.c.ftl", ""));
    if (copied) {
      sections.add(new Section("mve/copy.c.ftl", ""));
    }
    sections.add(new Section("mve/scale.c.ftl", scale));
    sections.add(new Section("mve/block.c.ftl", this));
    return sections;
  }
}
