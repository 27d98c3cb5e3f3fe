package lowrank.emit.c.mve;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import lowrank.emit.c.Accumulation;
import lowrank.emit.c.CText;
import lowrank.emit.c.ConstantModel;
import lowrank.emit.c.DepthwiseKernelForm;
import lowrank.emit.c.GridModel;
import lowrank.emit.c.Head;
import lowrank.emit.c.Helper;
import lowrank.emit.c.LayerContext;
import lowrank.emit.c.LayerModel;
import lowrank.emit.c.Section;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.Window;

/** Convolutions of every channel alone, at least eight of them, in blocks of eight. */
final class DepthwiseForm extends DepthwiseKernelForm {
  private static final int BLOCK = 8;

  @Override
  protected boolean takesDepthwise(ConvolutionKernel kernel) {
    return kernel.groups() >= BLOCK
        && VectorScale.of(kernel, Accumulation.bounds(kernel)).isPresent();
  }

  @Override
  protected LayerModel depthwiseModel(ConvolutionKernel kernel, LayerContext context) {
    return Model.of(kernel, context);
  }

  /** The first channel of a block. */
  private static int first(int block, int channels) {
    return Math.min(block * BLOCK, channels - BLOCK);
  }

  private static int blocks(ConvolutionKernel kernel) {
    return (kernel.groups() + BLOCK - 1) / BLOCK;
  }

  private static int[] ordered(ConvolutionKernel kernel) {
    int[] weights = kernel.weights().toArray();
    int taps = kernel.window().taps();
    return IntStream.range(0, blocks(kernel) * BLOCK * taps)
        .map(
            i -> {
              int block = i / (BLOCK * taps);
              int tap = i / BLOCK % taps;
              return weights[(first(block, kernel.groups()) + i % BLOCK) * taps + tap];
            })
        .toArray();
  }

  /** The channels in the tables' order: of a block the even ones, then the odd ones. */
  private static int[] channels(ConvolutionKernel kernel) {
    int half = BLOCK / 2;
    return IntStream.range(0, blocks(kernel) * BLOCK)
        .map(i -> first(i / BLOCK, kernel.groups()) + i % half * 2 + i % BLOCK / half)
        .toArray();
  }

  /**
   * The function that layers with this window share.
   *
   * @param writtenOut whether the taps are; else they are looped over
   * @param rowStep whether it takes the step between rows, {@code columnStep} between columns
   * @param weights of a block
   */
  public record Shared(
      String function,
      String scale,
      int rows,
      int columns,
      int count,
      boolean writtenOut,
      boolean rowStep,
      boolean columnStep,
      int weights,
      List<Tap> taps) {
    private static final int LONGEST = 12;

    /** A tap: where its values lie, and whether another row follows. */
    public record Tap(String place, boolean rowEnd) {}

    static Shared of(Window window, VectorScale scale) {
      int rows = window.kernelHeight();
      int columns = window.kernelWidth();
      List<Tap> taps = new ArrayList<>();
      for (int i = 0; i < rows * columns; i++) {
        int column = i % columns;
        String place =
            column == 0 ? "x" : "&x[" + (column == 1 ? "" : column + " * ") + "column_step]";
        taps.add(new Tap(place, column == columns - 1 && i < rows * columns - 1));
      }
      boolean looped = taps.size() > LONGEST;
      return new Shared(
          CText.format("depthwise_%dx%d_%s", rows, columns, scale.suffix()),
          scale.name(),
          rows,
          columns,
          taps.size(),
          !looped,
          looped || rows > 1,
          looped || columns > 1,
          BLOCK * taps.size(),
          taps);
    }
  }

  /** A depthwise layer. */
  public record Model(
      Head head,
      GridModel grid,
      Shared shared,
      String arguments,
      List<Section> sections,
      List<ConstantModel> constants)
      implements LayerModel {

    static Model of(ConvolutionKernel kernel, LayerContext context) {
      VectorScale scale = VectorScale.of(kernel, Accumulation.bounds(kernel)).orElseThrow();
      Window window = kernel.window();
      Shared shared = Shared.of(window, scale);
      List<ConstantModel> constants = new ArrayList<>();
      constants.add(
          VectorScale.weights(
              kernel,
              context,
              ordered(kernel),
              "Order: eight channels together, the last ones those before them again if need be;"
                  + " of them one weight each for every kernel row and column."));
      constants.addAll(
          VectorScale.tables(
              kernel,
              context,
              Accumulation.of(kernel, context.layer()).bias(),
              channels(kernel),
              ", of eight together 0, 2, 4 and 6 first"));
      return new Model(
          context.head(
              CText.format(
                  "%dx%d depthwise convolution%s",
                  window.kernelHeight(), window.kernelWidth(), LayerContext.describe(window))),
          GridModel.of(kernel, true),
          shared,
          VectorScale.arguments(kernel),
          List.of(
              new Section("mve/config.c.ftl", ""),
              new Section("mve/scale.c.ftl", scale),
              new Section("mve/depthwise.c.ftl", shared)),
          constants);
    }

    @Override
    public String template() {
      return "mve/Depthwise.c.ftl";
    }

    @Override
    public String form() {
      return shared.writtenOut() ? "mve/Depthwise written out" : "mve/Depthwise";
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
