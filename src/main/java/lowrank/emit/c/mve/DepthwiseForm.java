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
import lowrank.tensor.ElementType;

/**
 * Convolutions of every channel alone, at least eight of them: in blocks of sixteen, or of eight if
 * they are fewer or the window is large.
 */
final class DepthwiseForm extends DepthwiseKernelForm {
  private static final int BLOCK = 8;
  private static final int WIDE_BLOCK = 16;

  /** Sums of a vector. */
  private static final int VECTOR = 4;

  @Override
  public boolean halfwords() {
    return true;
  }

  @Override
  protected boolean takesDepthwise(ConvolutionKernel kernel) {
    return kernel.groups() >= BLOCK
        && VectorScale.of(kernel, Accumulation.bounds(kernel)).isPresent();
  }

  @Override
  protected LayerModel depthwiseModel(ConvolutionKernel kernel, LayerContext context) {
    return Model.of(kernel, context);
  }

  /** Whether two products of every channel have a sum of 16 bits, and taps are written out. */
  private static boolean wide(ConvolutionKernel kernel) {
    return kernel.groups() >= WIDE_BLOCK
        && kernel.input().type().element() == ElementType.INT8
        && kernel.output().type().element() == ElementType.INT8
        && kernel.window().taps() <= Shared.LONGEST
        && IntStream.of(kernel.weights().toArray()).allMatch(weight -> weight > Byte.MIN_VALUE);
  }

  /** The channels in the order of the weights: block by block. */
  private static int[] channels(ConvolutionKernel kernel, int block) {
    int channels = kernel.groups();
    return IntStream.range(0, (channels + block - 1) / block * block)
        .map(i -> Math.min(i / block * block, channels - block) + i % block)
        .toArray();
  }

  private static int[] ordered(ConvolutionKernel kernel, int block) {
    int[] weights = kernel.weights().toArray();
    int taps = kernel.window().taps();
    int[] channels = channels(kernel, block);
    return IntStream.range(0, channels.length * taps)
        .map(
            i -> {
              int place = i / (block * taps) * block + i % block;
              return weights[channels[place] * taps + i / block % taps];
            })
        .toArray();
  }

  /**
   * The channels in the order of the other tables: of a block of eight the even ones before the odd
   * ones; of sixteen every fourth from 0, from 2, from 1 and from 3.
   */
  private static int[] scaled(ConvolutionKernel kernel, int block) {
    int[] channels = channels(kernel, block);
    int vectors = block / VECTOR;
    List<Integer> starts = vectors == 2 ? List.of(0, 1) : List.of(0, 2, 1, 3);
    return IntStream.range(0, channels.length)
        .map(
            i ->
                channels[i / block * block + i % VECTOR * vectors + starts.get(i % block / VECTOR)])
        .toArray();
  }

  /**
   * The function that layers with this window share.
   *
   * @param writtenOut whether the taps are; else they are looped over
   * @param rowStep whether it takes the step between rows, {@code columnStep} between columns
   * @param block channels
   * @param weights of a block
   * @param pairs two taps each, where their products are added first
   */
  public record Shared(
      String function,
      VectorScale scale,
      Lanes lanes,
      int rows,
      int columns,
      int count,
      boolean writtenOut,
      boolean rowStep,
      boolean columnStep,
      int block,
      int weights,
      List<Tap> taps,
      List<Pair> pairs) {
    private static final int LONGEST = 12;

    /** A tap: where its values lie, and whether another row follows. */
    public record Tap(String place, boolean rowEnd) {}

    /** Where the values of two taps lie; the last may be alone. */
    public record Pair(String first, String second) {}

    static Shared of(Window window, VectorScale scale, Lanes lanes, int block) {
      int rows = window.kernelHeight();
      int columns = window.kernelWidth();
      List<Tap> taps = new ArrayList<>();
      List<String> places = new ArrayList<>();
      for (int i = 0; i < rows * columns; i++) {
        int column = i % columns;
        String step = (column == 1 ? "" : column + " * ") + "column_step";
        taps.add(
            new Tap(
                column == 0 ? "x" : "&x[" + step + "]",
                column == columns - 1 && i < rows * columns - 1));
        String row = "x" + i / columns;
        places.add(column == 0 ? row : "&" + row + "[" + step + "]");
      }
      boolean looped = taps.size() > LONGEST;
      return new Shared(
          CText.format(
              "%sdepthwise_%dx%d_%s%s",
              lanes.stem(), rows, columns, block == WIDE_BLOCK ? "sixteen_" : "", scale.suffix()),
          scale,
          lanes,
          rows,
          columns,
          taps.size(),
          !looped,
          looped || rows > 1,
          looped || columns > 1,
          block,
          block * taps.size(),
          taps,
          pairs(places));
    }

    private static List<Pair> pairs(List<String> places) {
      List<Pair> pairs = new ArrayList<>();
      for (int i = 0; i < places.size(); i += 2) {
        pairs.add(new Pair(places.get(i), i + 1 < places.size() ? places.get(i + 1) : ""));
      }
      return pairs;
    }

    List<Section> sections() {
      List<Section> sections = new ArrayList<>();
      sections.add(new Section("mve/config.c.ftl", ""));
      sections.add(new Section("mve/scale.c.ftl", scale));
      if (block == WIDE_BLOCK) {
        sections.add(new Section("mve/shifted.c.ftl", scale));
      }
      String template = block == WIDE_BLOCK ? "mve/wide.c.ftl" : "mve/depthwise.c.ftl";
      sections.add(new Section(template, this));
      return sections;
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
      int block = wide(kernel) ? WIDE_BLOCK : BLOCK;
      Shared shared = Shared.of(window, scale, Lanes.of(kernel), block);
      List<ConstantModel> constants = new ArrayList<>();
      constants.add(
          VectorScale.weights(
              kernel,
              context,
              ordered(kernel, block),
              CText.format(
                  "Order: %d channels together, the last ones with those before them again if need"
                      + " be; of them one weight each for every kernel row and column.",
                  block)));
      constants.addAll(
          scale.tables(
              kernel,
              context,
              Accumulation.of(kernel, context.layer()).bias(),
              scaled(kernel, block),
              block == BLOCK
                  ? ", of eight together 0, 2, 4 and 6 first"
                  : ", of sixteen together every fourth from 0, from 2, from 1 and from 3"));
      return new Model(
          context.head(
              CText.format(
                  "%dx%d depthwise convolution%s",
                  window.kernelHeight(), window.kernelWidth(), LayerContext.describe(window))),
          GridModel.of(kernel, true),
          shared,
          VectorScale.arguments(kernel),
          shared.sections(),
          constants);
    }

    @Override
    public String template() {
      return "mve/Depthwise.c.ftl";
    }

    @Override
    public String form() {
      return shared.block() == WIDE_BLOCK
          ? "mve/Depthwise of sixteen"
          : shared.writtenOut() ? "mve/Depthwise written out" : "mve/Depthwise";
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
