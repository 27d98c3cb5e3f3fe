package lowrank.emit.c.dsp;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import lowrank.emit.c.Accumulation;
import lowrank.emit.c.ConstantModel;
import lowrank.emit.c.FoldedScale;
import lowrank.emit.c.Head;
import lowrank.emit.c.Helper;
import lowrank.emit.c.LayerContext;
import lowrank.emit.c.LayerModel;
import lowrank.emit.c.PixelBlocks;
import lowrank.emit.c.PixelsModel;
import lowrank.emit.c.Section;
import lowrank.emit.c.WindowModel;
import lowrank.emit.c.dsp.SharedFunction.Kind;
import lowrank.kernel.ConvolutionKernel;

/**
 * A convolution in blocks of four output pixels; see {@link ColumnsForm}.
 *
 * @param point whether the pixels of input and output are the same
 * @param rows how strips are made row by row; null if they are not
 * @param single whether windows are extended one by one
 * @param buffered whether parts of the image are copied first
 * @param stripBytes of all strips, {@code words} their words
 * @param blocks of four pixels
 * @param pixelsBytes of the input's pixels in a block
 * @param groups words of a position
 * @param shared taps that share positions
 * @param strip name of the function that makes a strip, {@code column} of that which extends a
 *     window
 */
public record ColumnsModel(
    Head head,
    WindowModel window,
    boolean point,
    RowStrips rows,
    boolean single,
    boolean buffered,
    int stripBytes,
    int words,
    PixelBlocks blocks,
    int groups,
    int shared,
    int width,
    int inputChannels,
    int pixelsBytes,
    int channels,
    int zero,
    String strip,
    String column,
    String function,
    String arguments,
    List<Section> sections,
    List<ConstantModel> constants)
    implements LayerModel {

  static ColumnsModel of(ConvolutionKernel kernel, LayerContext context, Kind kind) {
    FoldedScale scale = FoldedScale.of(kernel, Accumulation.bounds(kernel)).orElseThrow();
    Strip strip = Strip.of(kernel);
    BlockFunction function = BlockFunction.of(strip, scale, kind);
    WindowModel window = WindowModel.of(kernel);
    boolean point = Strip.pointwise(kernel);
    RowStrips rows = Strip.byRows(kernel) ? RowStrips.of(kernel, strip) : null;
    int channels = kernel.inputImage().channels();
    boolean halfwords = Halfwords.reads(kernel);
    String stem = halfwords ? Halfwords.STEM : "";
    return new ColumnsModel(
        context.head(PixelsModel.describe(kernel)),
        window,
        point,
        rows,
        !point && rows == null,
        ColumnsForm.copyBytes(kernel) > 0,
        ColumnsForm.stripBytes(kernel),
        strip.words(),
        PixelBlocks.of(kernel),
        strip.groups(),
        strip.taps(),
        kernel.outputImage().width(),
        channels,
        PixelBlocks.SIZE * channels * kernel.input().type().element().bytes(),
        kernel.outputImage().channels(),
        2 * kernel.requantiser().zeroPoint() + 1,
        stem + "strip_" + strip.positions(),
        stem + "column",
        function.shared().function(),
        scale.arguments(kernel.requantiser()),
        sections(function, window, point, rows, halfwords),
        List.of(BlockTable.of(kernel, context, scale, strip, kind.wide())));
  }

  private static List<Section> sections(
      BlockFunction function,
      WindowModel window,
      boolean point,
      RowStrips rows,
      boolean halfwords) {
    boolean single = !point && rows == null;
    List<Section> sections = new ArrayList<>(function.sections());
    if (single && !window.direct()) {
      sections.add(new Section("dsp/copy.c.ftl", ""));
    }
    String stem = "dsp/";
    if (halfwords) {
      sections.add(Halfwords.section());
      stem += Halfwords.STEM;
    }
    if (single) {
      sections.add(new Section(stem + "column.c.ftl", ""));
    } else {
      sections.add(new Section(stem + "strip.c.ftl", Extension.of(function.positions())));
    }
    if (rows != null && !rows.outside().isEmpty()) {
      sections.add(new Section("dsp/fill.c.ftl", ""));
    }
    return sections;
  }

  @Override
  public String template() {
    return "dsp/Columns.c.ftl";
  }

  /** By how windows are extended. */
  @Override
  public String form() {
    return "dsp/Columns"
        + (point ? " of points" : single ? "" : shared > 1 ? " of strips" : " of rows");
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
