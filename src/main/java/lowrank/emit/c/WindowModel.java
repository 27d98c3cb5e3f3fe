package lowrank.emit.c;

import java.util.ArrayList;
import java.util.List;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.Window;
import lowrank.tensor.Shape;

/**
 * Where a window's values lie: in rows of runs of contiguous values.
 *
 * @param border whether any window reaches into the padding, {@code interior} whether any does not
 * @param inside C condition of {@code top} and {@code left} that tells the interior
 * @param direct whether runs are a whole number of groups of four values, so that no copy is needed
 * @param runBytes of a run, {@code runWords} its groups of four values
 * @param rowRuns runs of a row
 * @param words groups of four values of the whole window, the last one perhaps not full
 * @param first C expression of the window's first value in the image
 * @param imageIndex C expression of a run's first value behind that
 * @param windowIndex the same in a copy of the window
 */
public record WindowModel(
    boolean border,
    boolean interior,
    String inside,
    boolean direct,
    int runBytes,
    int runWords,
    int rows,
    boolean rowLoop,
    int rowRuns,
    boolean runLoop,
    int words,
    String top,
    String left,
    String first,
    String imageIndex,
    String windowIndex,
    GatherModel gather) {

  /** Of the pixel at row {@code y} and column {@code x}. */
  public static WindowModel of(ConvolutionKernel kernel) {
    return of(kernel, "y", "x");
  }

  /**
   * The same with other counters of the output's rows and columns.
   *
   * @param y C expression, as is {@code x}
   */
  public static WindowModel of(ConvolutionKernel kernel, String y, String x) {
    Window window = kernel.window();
    Shape in = kernel.inputImage();
    Shape out = kernel.outputImage();
    int channels = in.channels();
    boolean contiguous = window.dilationWidth() == 1;
    int run = contiguous ? window.kernelWidth() * channels : channels;
    int rowRuns = contiguous ? 1 : window.kernelWidth();
    int lastTop = in.height() - extent(window.kernelHeight(), window.dilationHeight());
    int lastLeft = in.width() - extent(window.kernelWidth(), window.dilationWidth());
    Side rows = new Side("top", window.strideHeight(), window.padTop(), out.height(), lastTop);
    Side columns = new Side("left", window.strideWidth(), window.padLeft(), out.width(), lastLeft);
    return new WindowModel(
        rows.leaves() || columns.leaves(),
        rows.enters() && columns.enters(),
        joined(rows, columns, 1),
        run % 4 == 0,
        run * kernel.input().type().element().bytes(),
        run / 4,
        window.kernelHeight(),
        window.kernelHeight() > 1,
        rowRuns,
        rowRuns > 1,
        wordsOf(kernel),
        y + " * " + window.strideHeight() + CText.plus(-window.padTop()),
        x + " * " + window.strideWidth() + CText.plus(-window.padLeft()),
        CText.format("(top * %d + left) * %d", in.width(), channels),
        index(
            window.kernelHeight() > 1,
            window.dilationHeight() * in.width() * channels,
            rowRuns > 1,
            window.dilationWidth() * channels),
        index(window.kernelHeight() > 1, rowRuns * run, rowRuns > 1, run),
        GatherModel.of(kernel));
  }

  /** Groups of four values of a window. */
  public static int wordsOf(ConvolutionKernel kernel) {
    return (kernel.multipliesPerOutput() + 3) / 4;
  }

  /** Condition that {@code count} windows side by side lie inside; empty if all do. */
  public static String insideOf(ConvolutionKernel kernel, int count) {
    Window window = kernel.window();
    Shape in = kernel.inputImage();
    Shape out = kernel.outputImage();
    int lastTop = in.height() - extent(window.kernelHeight(), window.dilationHeight());
    int lastLeft = in.width() - extent(window.kernelWidth(), window.dilationWidth());
    return joined(
        new Side("top", window.strideHeight(), window.padTop(), out.height(), lastTop),
        new Side("left", window.strideWidth(), window.padLeft(), out.width(), lastLeft),
        count);
  }

  private static int extent(int kernel, int dilation) {
    return (kernel - 1) * dilation + 1;
  }

  private static String joined(Side rows, Side columns, int count) {
    List<String> conditions = new ArrayList<>(rows.conditions(0));
    conditions.addAll(columns.conditions((count - 1) * columns.stride()));
    return String.join(" && ", conditions);
  }

  private static String index(boolean rows, int rowStep, boolean runs, int runStep) {
    String text = rows ? "row * " + rowStep : "";
    text += rows && runs ? " + " : "";
    text += runs ? "k * " + runStep : "";
    return text.isEmpty() ? "0" : text;
  }

  /**
   * The windows of one direction, the first at {@code -pad}.
   *
   * @param last largest start of a window that ends inside
   */
  private record Side(String variable, int stride, int pad, int count, int last) {
    private int end() {
      return (count - 1) * stride - pad;
    }

    boolean leaves() {
      return pad > 0 || end() > last;
    }

    boolean enters() {
      int first = (pad + stride - 1) / stride * stride - pad;
      return first <= Math.min(end(), last);
    }

    List<String> conditions(int width) {
      List<String> conditions = new ArrayList<>();
      if (pad > 0) {
        conditions.add(variable + " >= 0");
      }
      if (end() > last) {
        conditions.add(variable + " <= " + (last - width));
      }
      return conditions;
    }
  }
}
