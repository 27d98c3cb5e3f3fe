package lowrank.emit.c.dsp;

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
import lowrank.emit.c.dsp.SharedFunction.Kind;
import lowrank.kernel.ConvolutionKernel;
import lowrank.tensor.Shape;

/**
 * A convolution in blocks of four output pixels; see {@link ColumnsForm}.
 *
 * @param point whether the pixels of input and output are the same, and their bytes whole words
 * @param buffered whether a window is copied
 * @param columnBytes of the four columns
 * @param blocks of four pixels
 * @param single whether some windows are extended one by one
 * @param fast whether four windows are extended at once where they lie inside: {@code fourInside}
 * @param wholeRows whether a row is a whole number of blocks
 */
public record ColumnsModel(
    Head head,
    WindowModel window,
    boolean point,
    boolean buffered,
    int columnBytes,
    PixelBlocks blocks,
    boolean single,
    boolean fast,
    String fourInside,
    int pixelStep,
    boolean wholeRows,
    int width,
    int inputChannels,
    int channels,
    int pairs,
    int zero,
    String function,
    String arguments,
    List<Section> sections,
    List<ConstantModel> constants)
    implements LayerModel {

  static ColumnsModel of(ConvolutionKernel kernel, LayerContext context, Kind kind) {
    FoldedScale scale = FoldedScale.of(kernel, Accumulation.bounds(kernel)).orElseThrow();
    SharedFunction function = SharedFunction.of(kind.wide() ? "wide_block" : "block", scale, kind);
    WindowModel window = WindowModel.of(kernel);
    Shape in = kernel.inputImage();
    Shape out = kernel.outputImage();
    boolean point = kernel.window().isPoint() && window.direct();
    boolean wholeRows = out.width() % PixelBlocks.SIZE == 0;
    boolean fast = wholeRows && window.direct() && window.interior();
    boolean single = !point && (!fast || window.border());
    String inside = WindowModel.insideOf(kernel, PixelBlocks.SIZE);
    return new ColumnsModel(
        context.head(PixelsModel.describe(kernel)),
        window,
        point,
        ColumnsForm.buffered(kernel),
        ColumnsForm.columnBytes(kernel),
        PixelBlocks.of(kernel),
        single,
        fast && !point,
        inside,
        kernel.window().strideWidth() * in.channels(),
        wholeRows,
        out.width(),
        in.channels(),
        out.channels(),
        2 * window.words(),
        2 * kernel.requantiser().zeroPoint() + 1,
        function.function(),
        scale.arguments(kernel.requantiser()),
        sections(function, scale, window, single, point || fast),
        kind.wide()
            ? FoldedTables.of(kernel, context, scale, Weights.wide(kernel), Weights.WIDE)
            : FoldedTables.of(kernel, context, scale, Weights.paired(kernel), Weights.PAIRED));
  }

  private static List<Section> sections(
      SharedFunction function,
      FoldedScale scale,
      WindowModel window,
      boolean single,
      boolean four) {
    List<String> arithmetic = new ArrayList<>(List.of("lanes", "dual"));
    if (!window.direct()) {
      arithmetic.add("copy");
    }
    if (single) {
      arithmetic.add("column");
    }
    if (four) {
      arithmetic.add("four_columns");
    }
    arithmetic.add(function.kind().wide() ? "wide_products" : "products");
    return function.sections(scale, "block", arithmetic.toArray(String[]::new));
  }

  @Override
  public String template() {
    return "dsp/Columns.c.ftl";
  }

  /** By how windows are extended. */
  @Override
  public String form() {
    return "dsp/Columns" + (point ? " of points" : fast ? " of rows" : "");
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
