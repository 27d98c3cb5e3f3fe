package lowrank.emit.c;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.Window;
import lowrank.tensor.Shape;

/**
 * The loops over the output pixels of a windowed layer, with the pixels whose window lies inside
 * the image told from those whose window reaches into the padding. The latter read a gathered copy
 * of their window, so that the steps between rows, and between columns of a dilated kernel, are
 * parameters of the pixel function.
 *
 * @param rowLoop whether there are several rows, and {@code columnLoop} columns
 * @param border whether any window reaches into the padding
 * @param interior whether any does not
 * @param condition C expression in {@code y} and {@code x} that tells the interior
 * @param index C expression of the window's first element in the image, empty for 0
 * @param parameters declarations between the pixel function's input and output
 * @param imageSteps arguments for them when reading the image
 * @param windowSteps arguments for them when reading a gathered window
 * @param rowStep between kernel rows: a parameter or a literal
 * @param columnStep between kernel columns
 */
public record GridModel(
    int rows,
    boolean rowLoop,
    int columns,
    boolean columnLoop,
    int outputChannels,
    boolean border,
    boolean interior,
    String condition,
    String index,
    String top,
    String left,
    List<String> parameters,
    List<String> imageSteps,
    List<String> windowSteps,
    String rowStep,
    String columnStep,
    GatherModel gather) {

  /**
   * Plans the loops.
   *
   * @param separateColumns whether the pixel function steps from column to column
   */
  public static GridModel of(ConvolutionKernel kernel, boolean separateColumns) {
    Window window = kernel.window();
    Shape in = kernel.inputImage();
    Shape out = kernel.outputImage();
    if (out.height() != window.outputHeight(in.height())
        || out.width() != window.outputWidth(in.width())) {
      throw new IllegalArgumentException(window + " does not take " + in + " to " + out);
    }
    Span rows = rows(window, in, out);
    Span columns = columns(window, in, out);
    boolean border = !rows.whole() || !columns.whole();
    int channels = in.channels();
    int imageRow = window.dilationHeight() * in.width() * channels;
    int imageColumn = window.dilationWidth() * channels;
    List<String> parameters = new ArrayList<>();
    List<String> imageSteps = new ArrayList<>();
    List<String> windowSteps = new ArrayList<>();
    boolean rowParameter = border && window.kernelHeight() > 1;
    boolean columnParameter =
        border && separateColumns && window.dilationWidth() > 1 && window.kernelWidth() > 1;
    if (rowParameter) {
      parameters.add("int32_t row_step");
      imageSteps.add(String.valueOf(imageRow));
      windowSteps.add(String.valueOf(window.kernelWidth() * channels));
    }
    if (columnParameter) {
      parameters.add("int32_t column_step");
      imageSteps.add(String.valueOf(imageColumn));
      windowSteps.add(String.valueOf(channels));
    }
    return new GridModel(
        out.height(),
        rows.looped(),
        out.width(),
        columns.looped(),
        out.channels(),
        border,
        !rows.empty() && !columns.empty(),
        joined(" && ", Stream.concat(rows.conditions(), columns.conditions())),
        joined(" + ", Stream.of(rows.scaled(in.width() * channels), columns.scaled(channels))),
        rows.start(),
        columns.start(),
        parameters,
        imageSteps,
        windowSteps,
        rowParameter ? "row_step" : String.valueOf(imageRow),
        columnParameter ? "column_step" : String.valueOf(imageColumn),
        GatherModel.of(kernel));
  }

  private static Span rows(Window window, Shape in, Shape out) {
    return new Span(
        "y",
        out.height(),
        window.strideHeight(),
        window.padTop(),
        in.height() - (window.kernelHeight() - 1) * window.dilationHeight());
  }

  private static Span columns(Window window, Shape in, Shape out) {
    return new Span(
        "x",
        out.width(),
        window.strideWidth(),
        window.padLeft(),
        in.width() - (window.kernelWidth() - 1) * window.dilationWidth());
  }

  private static String joined(String separator, Stream<String> terms) {
    return terms.filter(term -> !term.isEmpty()).collect(Collectors.joining(separator));
  }

  /**
   * The windows of one direction.
   *
   * @param variable that counts them
   * @param pad first position's distance over the edge
   * @param starts number of positions at which a window starts and ends inside
   */
  private record Span(String variable, int count, int stride, int pad, int starts) {
    boolean looped() {
      return count > 1;
    }

    /** The first window inside. */
    private int first() {
      return Math.min(count, (pad + stride - 1) / stride);
    }

    /** The one behind the last window inside. */
    private int end() {
      return starts < 1 ? 0 : Math.min(count, (starts - 1 + pad) / stride + 1);
    }

    boolean whole() {
      return first() == 0 && end() == count;
    }

    boolean empty() {
      return first() >= end();
    }

    Stream<String> conditions() {
      return Stream.of(
          first() > 0 ? variable + " >= " + first() : "",
          end() < count ? variable + " < " + end() : "");
    }

    /** C expression of a window's first position. */
    String start() {
      return looped() ? CText.times(variable, stride) + CText.plus(-pad) : String.valueOf(-pad);
    }

    /**
     * The first position times a factor, for a window inside; empty for the only window, which then
     * starts at 0.
     */
    String scaled(int factor) {
      if (!looped()) {
        return "";
      }
      if (pad == 0) {
        return CText.times(variable, stride * factor);
      }
      return factor == 1 ? start() : "(" + start() + ") * " + factor;
    }
  }
}
