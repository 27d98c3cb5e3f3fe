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
 * @param narrow whether a pixel's bytes fit into one vector
 * @param rest whether they else are no whole number of vectors
 * @param clamped whether the bounds are other than those of a byte
 */
public record BlockFunction(
    String function, VectorScale scale, boolean narrow, boolean rest, boolean clamped) {
  private static final int VECTOR = 16;

  static BlockFunction of(ConvolutionKernel kernel) {
    VectorScale scale = VectorScale.of(kernel, Accumulation.bounds(kernel)).orElseThrow();
    Requantiser requantiser = kernel.requantiser();
    int bytes = kernel.multipliesPerOutput();
    boolean narrow = bytes <= VECTOR;
    boolean rest = !narrow && bytes % VECTOR != 0;
    boolean clamped =
        requantiser.minimum() > Byte.MIN_VALUE || requantiser.maximum() < Byte.MAX_VALUE;
    String stem = narrow ? "narrow_block_" : rest ? "block_and_rest_" : "block_";
    return new BlockFunction(
        stem + scale.suffix() + (clamped ? "_clamped" : ""), scale, narrow, rest, clamped);
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
