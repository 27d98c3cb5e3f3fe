package lowrank.emit.c.dsp;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lowrank.emit.c.CText;
import lowrank.emit.c.FoldedScale;
import lowrank.emit.c.Section;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.Window;
import lowrank.tensor.ElementType;

/**
 * The function that depthwise layers with the same window share which makes two pixels, or one, of
 * four channels at a time. Places are counted over all that two windows reach over, row by row.
 *
 * @param function its name behind the prefix
 * @param scaling name of the function that scales, where C does
 * @param scale of the sums
 * @param halfwords whether values have 16 bits
 * @param pixels side by side
 * @param stride columns from the first window to the second
 * @param dilation columns from tap to tap
 * @param words of the table for four channels
 * @param order kernel columns in the order in which their products are added, in every row
 * @param weights the taps in that order, as indices of a channel's weights
 * @param taps the same as places in the first window
 * @param steps what is done
 */
public record PairFunction(
    String function,
    String scaling,
    FoldedScale scale,
    String title,
    boolean halfwords,
    int pixels,
    int stride,
    int dilation,
    int words,
    List<Integer> order,
    List<Integer> weights,
    List<Integer> taps,
    List<Step> steps) {
  /** Channels of a block. */
  static final int CHANNELS = 4;

  /** Pixels side by side, but for a last one. */
  static final int PIXELS = 2;

  /** Words of a channel in the table besides its weights: bias, multiplier and power. */
  private static final int CONSTANTS = 3;

  /**
   * The products of one tap of one pixel.
   *
   * @param weights whether the tap's weights are loaded before
   * @param load whether inputs are; else those before are taken once more
   * @param place where
   * @param pixel 0 or 1
   */
  public record Step(boolean weights, boolean load, int place, int pixel) {}

  /** Whether it reads and writes such values: bytes, or 16 bits that are not clamped. */
  static boolean writes(ConvolutionKernel kernel) {
    boolean halfwords = Halfwords.reads(kernel);
    return halfwords == (kernel.output().type().element() == ElementType.INT16)
        && !(halfwords && kernel.requantiser().clamps(kernel.output().type().element()));
  }

  static PairFunction of(ConvolutionKernel kernel, FoldedScale scale, int pixels) {
    Window window = kernel.window();
    boolean halfwords = Halfwords.reads(kernel);
    int columns = window.kernelWidth();
    String size = CText.format("%dx%d", window.kernelHeight(), columns);
    int stride = window.strideWidth();
    int dilation = window.dilationWidth();
    int span = span(window);
    List<Integer> order = order(columns, stride, dilation);
    List<Integer> weights = new ArrayList<>();
    List<Integer> taps = new ArrayList<>();
    for (int row = 0; row < window.kernelHeight(); row++) {
      for (int column : order) {
        weights.add(row * columns + column);
        taps.add(row * span + column * dilation);
      }
    }
    return new PairFunction(
        (halfwords ? Halfwords.STEM : "")
            + (pixels == 1 ? "single_" : "pair_")
            + size
            + (stride == 1 ? "" : "_s" + stride)
            + (dilation == 1 ? "" : "_d" + dilation)
            + "_"
            + scale.suffix(),
        new PowerScale(scale).name(),
        scale,
        (pixels == 1 ? "One pixel of a " : "Two pixels side by side of a ")
            + size
            + " depthwise convolution",
        halfwords,
        pixels,
        stride,
        dilation,
        CHANNELS * CONSTANTS + window.taps(),
        order,
        List.copyOf(weights),
        List.copyOf(taps),
        steps(taps, stride, pixels));
  }

  /** Columns that two windows side by side reach over. */
  static int span(Window window) {
    return (window.kernelWidth() - 1) * window.dilationWidth() + 1 + window.strideWidth();
  }

  /**
   * Kernel columns in an order in which, where the windows overlap in whole taps, the second window
   * reads last what the first reads next.
   */
  private static List<Integer> order(int columns, int stride, int dilation) {
    int next = stride % dilation == 0 ? stride / dilation : columns;
    List<Integer> order = new ArrayList<>();
    for (int first = 0; first < Math.min(next, columns); first++) {
      for (int column = first; column < columns; column += next) {
        order.add(column);
      }
    }
    return List.copyOf(order);
  }

  private static List<Step> steps(List<Integer> taps, int stride, int pixels) {
    List<Step> steps = new ArrayList<>();
    int loaded = -1;
    for (int tap : taps) {
      for (int pixel = 0; pixel < pixels; pixel++) {
        int place = tap + pixel * stride;
        steps.add(new Step(pixel == 0, place != loaded, place, pixel));
        loaded = place;
      }
    }
    return List.copyOf(steps);
  }

  /** The order of the columns as a text. */
  String columnOrder() {
    return order.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  /** Sections in their order, this function at last. */
  List<Section> sections() {
    return List.of(
        new Section("dsp/config.c.ftl", ""),
        new Section("dsp/power.c.ftl", new PowerScale(scale)),
        new Section("dsp/pairs.c.ftl", this));
  }

  /** Values behind the first place at which the others lie, in an image of some values to a row. */
  static List<Integer> offsets(Window window, int row, int channels) {
    int span = span(window);
    return IntStream.range(0, window.kernelHeight() * span)
        .map(i -> i / span * window.dilationHeight() * row + i % span * channels)
        .boxed()
        .toList();
  }
}
