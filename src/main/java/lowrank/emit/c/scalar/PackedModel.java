package lowrank.emit.c.scalar;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import lowrank.emit.c.Accumulation;
import lowrank.emit.c.ConstantModel;
import lowrank.emit.c.FoldedScale;
import lowrank.emit.c.FoldedTables;
import lowrank.emit.c.Head;
import lowrank.emit.c.Helper;
import lowrank.emit.c.LayerContext;
import lowrank.emit.c.LayerModel;
import lowrank.emit.c.PixelBlocks;
import lowrank.emit.c.PixelsModel;
import lowrank.emit.c.Section;
import lowrank.emit.c.WindowModel;
import lowrank.kernel.ConvolutionKernel;
import lowrank.tensor.Shape;

/**
 * A convolution in blocks of four output pixels; see {@link PackedForm}.
 *
 * @param point whether the pixels of input and output are the same
 * @param columnBytes of the columns; {@code windowBytes} of a gathered window
 * @param taps products of an output, {@code fill} the zeros behind them
 * @param blocks of four pixels
 * @param run products summed up before sums are taken apart
 * @param start C expression of the first byte of the window at {@code top} and {@code left}
 */
public record PackedModel(
    Head head,
    WindowModel window,
    boolean point,
    int columnBytes,
    int windowBytes,
    int taps,
    int fill,
    PixelBlocks blocks,
    int run,
    boolean evenRows,
    int width,
    int inputChannels,
    int channels,
    int words,
    int zero,
    String function,
    String arguments,
    List<Section> sections,
    List<ConstantModel> constants)
    implements LayerModel {

  /**
   * The function that layers share.
   *
   * @param run products summed up before sums are taken apart
   * @param name behind the prefix
   */
  public record Block(int run, String name, FoldedScale scale) {
    static Block of(int run, FoldedScale scale) {
      return new Block(run, "packed_" + run + "_" + scale.suffix(), scale);
    }
  }

  static PackedModel of(ConvolutionKernel kernel, LayerContext context) {
    FoldedScale scale = FoldedScale.of(kernel, Accumulation.bounds(kernel)).orElseThrow();
    Block block = Block.of(PackedWeights.run(kernel), scale);
    Shape in = kernel.inputImage();
    Shape out = kernel.outputImage();
    return new PackedModel(
        context.head(PixelsModel.describe(kernel)),
        WindowModel.of(kernel),
        kernel.window().isPoint(),
        PackedForm.columnBytes(kernel),
        PackedForm.windowBytes(kernel),
        kernel.multipliesPerOutput(),
        PackedWeights.taps(kernel) - kernel.multipliesPerOutput(),
        PixelBlocks.of(kernel),
        block.run(),
        out.width() % 2 == 0,
        out.width(),
        in.channels(),
        out.channels(),
        PackedWeights.taps(kernel) / 4,
        2 * kernel.requantiser().zeroPoint() + 1,
        block.name(),
        scale.arguments(kernel.requantiser()),
        sections(block),
        FoldedTables.of(kernel, context, scale, PackedWeights.words(kernel), PackedWeights.ORDER));
  }

  private static List<Section> sections(Block block) {
    List<Section> sections = new ArrayList<>(scaling(block.scale()));
    sections.add(new Section("scalar/pack.c.ftl", ""));
    sections.add(new Section("scalar/block.c.ftl", block));
    return sections;
  }

  /** Scaling, and a function that scales. */
  static List<Section> sections(FoldedScale scale, String template, Block function) {
    List<Section> sections = new ArrayList<>(scaling(scale));
    sections.add(new Section(template, function));
    return sections;
  }

  /** The scaling function and what it calls. */
  static List<Section> scaling(FoldedScale scale) {
    return List.of(
        new Section("scalar/config.c.ftl", ""),
        new Section("scalar/saturate.c.ftl", ""),
        new Section("scalar/scale.c.ftl", scale));
  }

  @Override
  public String template() {
    return "scalar/Packed.c.ftl";
  }

  /** By the run: longer ones take sums apart less often. */
  @Override
  public String form() {
    return "scalar/Packed in " + run;
  }

  @Override
  public Set<Helper> helpers() {
    return Set.of();
  }

  @Override
  public boolean usesScratch() {
    return true;
  }
}
