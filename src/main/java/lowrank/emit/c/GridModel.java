package lowrank.emit.c;

import java.util.ArrayList;
import java.util.List;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.Window;
import lowrank.tensor.Shape;

/**
 * The loops over the output pixels of a windowed layer, with the pixels whose window lies inside
 * the image told from those whose window reaches into the padding. The latter read a gathered copy
 * of their window, so that the steps between rows, and between columns of a dilated kernel, are
 * parameters of the pixel function.
 *
 * @param border whether any window reaches into the padding
 * @param interior whether any does not
 * @param condition C expression in {@code y} and {@code x} that tells the interior
 * @param index of the window's first element in the image
 * @param parameters declarations between the pixel function's input and output
 * @param imageSteps arguments for them when reading the image
 * @param windowSteps arguments for them when reading a gathered window
 * @param rowStep between kernel rows: a parameter or a literal
 * @param columnStep between kernel columns
 */
public record GridModel(
    int rows,
    int columns,
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
  static GridModel of(ConvolutionKernel kernel, boolean separateColumns) {
    Window window = kernel.window();
    Shape in = kernel.inputImage();
    Shape out = kernel.outputImage();
    if (out.height() != window.outputHeight(in.height())
        || out.width() != window.outputWidth(in.width())) {
      throw new IllegalArgumentException(window + " does not take " + in + " to " + out);
    }
    Span rows =
        Span.of(
            out.height(),
            window.strideHeight(),
            window.padTop(),
            in.height() - (window.kernelHeight() - 1) * window.dilationHeight());
    Span columns =
        Span.of(
            out.width(),
            window.strideWidth(),
            window.padLeft(),
            in.width() - (window.kernelWidth() - 1) * window.dilationWidth());
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
    String top = affine("y", window.strideHeight(), window.padTop());
    String left = affine("x", window.strideWidth(), window.padLeft());
    return new GridModel(
        out.height(),
        out.width(),
        out.channels(),
        border,
        !rows.empty() && !columns.empty(),
        String.join(" && ", joined(rows.conditions("y"), columns.conditions("x"))),
        product("y", window.strideHeight(), window.padTop(), in.width() * channels)
            + " + "
            + product("x", window.strideWidth(), window.padLeft(), channels),
        top,
        left,
        parameters,
        imageSteps,
        windowSteps,
        rowParameter ? "row_step" : String.valueOf(imageRow),
        columnParameter ? "column_step" : String.valueOf(imageColumn),
        GatherModel.of(kernel));
  }

  private static List<String> joined(List<String> left, List<String> right) {
    List<String> all = new ArrayList<>(left);
    all.addAll(right);
    return all;
  }

  private static String affine(String variable, int stride, int pad) {
    return CText.times(variable, stride) + CText.plus(-pad);
  }

  /** {@code (variable * stride - pad) * factor}, shortened where possible. */
  private static String product(String variable, int stride, int pad, int factor) {
    if (pad == 0) {
      return CText.times(variable, stride * factor);
    }
    String position = affine(variable, stride, pad);
    return factor == 1 ? position : "(" + position + ") * " + factor;
  }

  /**
   * Positions of one direction whose window lies inside: from {@code first} to before {@code end}.
   */
  private record Span(int first, int end, int count) {
    static Span of(int count, int stride, int pad, int starts) {
      int first = Math.min(count, (pad + stride - 1) / stride);
      int end = starts < 1 ? 0 : Math.min(count, (starts - 1 + pad) / stride + 1);
      return new Span(first, end, count);
    }

    boolean whole() {
      return first == 0 && end == count;
    }

    boolean empty() {
      return first >= end;
    }

    List<String> conditions(String variable) {
      List<String> conditions = new ArrayList<>();
      if (first > 0) {
        conditions.add(variable + " >= " + first);
      }
      if (end < count) {
        conditions.add(variable + " < " + end);
      }
      return conditions;
    }
  }
}
