package lowrank.emit.c.dsp;

import java.util.ArrayList;
import java.util.List;
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
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.Window;

/** Convolutions of every channel alone, at least four of them, in blocks of four. */
final class DepthwiseForm extends DepthwiseKernelForm {
  @Override
  public boolean halfwords() {
    return true;
  }

  @Override
  protected boolean takesDepthwise(ConvolutionKernel kernel) {
    return kernel.groups() >= 4 && FoldedScale.of(kernel, Accumulation.bounds(kernel)).isPresent();
  }

  @Override
  protected LayerModel depthwiseModel(ConvolutionKernel kernel, LayerContext context) {
    return Model.of(kernel, context);
  }

  /**
   * The function that layers with this window share.
   *
   * @param writtenOut whether the taps are; else they are looped over
   * @param rowStep whether it takes the step between rows, {@code columnStep} between columns
   * @param output C type of what it writes
   * @param halfwords whether it reads 16-bit values
   */
  public record Shared(
      SharedFunction shared,
      String output,
      boolean halfwords,
      int rows,
      int columns,
      boolean writtenOut,
      boolean rowStep,
      boolean columnStep,
      List<Tap> taps) {
    private static final int LONGEST = 12;

    /** A tap: where its values lie, and whether it is the last of a row that is not the last. */
    public record Tap(String place, int index, boolean rowEnd) {}

    static Shared of(Window window, FoldedScale scale, boolean halfwords) {
      int rows = window.kernelHeight();
      int columns = window.kernelWidth();
      List<Tap> taps = new ArrayList<>();
      for (int i = 0; i < rows * columns; i++) {
        int column = i % columns;
        String place =
            column == 0 ? "x" : "&x[" + (column == 1 ? "" : column + " * ") + "column_step]";
        taps.add(new Tap(place, i, column == columns - 1 && i < rows * columns - 1));
      }
      return new Shared(
          SharedFunction.of(
              CText.format("%sdepthwise_%dx%d", halfwords ? Halfwords.STEM : "", rows, columns),
              scale),
          scale.type(),
          halfwords,
          rows,
          columns,
          taps.size() <= LONGEST,
          taps.size() > LONGEST || rows > 1,
          taps.size() > LONGEST || columns > 1,
          taps);
    }

    List<Section> sections(FoldedScale scale) {
      List<Section> sections = new ArrayList<>(SharedFunction.scaling(scale));
      if (halfwords) {
        sections.add(Halfwords.section());
        sections.add(new Section("dsp/halfword_tap.c.ftl", ""));
      } else {
        sections.add(new Section("dsp/tap.c.ftl", ""));
      }
      sections.add(new Section("dsp/depthwise.c.ftl", this));
      return sections;
    }
  }

  /** A depthwise layer. */
  public record Model(
      Head head,
      GridModel grid,
      int channels,
      int zero,
      Shared shared,
      String arguments,
      List<Section> sections,
      List<ConstantModel> constants)
      implements LayerModel {

    static Model of(ConvolutionKernel kernel, LayerContext context) {
      FoldedScale scale = FoldedScale.of(kernel, Accumulation.bounds(kernel)).orElseThrow();
      Window window = kernel.window();
      Shared shared = Shared.of(window, scale, Halfwords.reads(kernel));
      return new Model(
          context.head(
              CText.format(
                  "%dx%d depthwise convolution%s",
                  window.kernelHeight(), window.kernelWidth(), LayerContext.describe(window))),
          GridModel.of(kernel, true),
          kernel.groups(),
          2 * kernel.requantiser().zeroPoint() + 1,
          shared,
          scale.arguments(kernel.requantiser()),
          shared.sections(scale),
          FoldedTables.of(kernel, context, scale, Weights.channels(kernel), Weights.CHANNELS));
    }

    @Override
    public String template() {
      return "dsp/Depthwise.c.ftl";
    }

    @Override
    public String form() {
      return shared.writtenOut() ? "dsp/Depthwise written out" : "dsp/Depthwise";
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
