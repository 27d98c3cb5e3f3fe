package lowrank.emit.c.dsp;

import java.util.ArrayList;
import java.util.List;
import lowrank.emit.c.CText;
import lowrank.emit.c.WindowModel;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.Window;
import lowrank.tensor.Shape;

/**
 * Where the values that two windows side by side reach over lie. Texts are C expressions.
 *
 * @param border whether any such windows reach into the padding, {@code interior} whether any do
 *     not; {@code condition} tells these
 * @param row image row of row {@code y} of the window
 * @param inside condition under which {@code row} and {@code column} lie in the image
 * @param width of the image, {@code span} of both windows
 * @param scratch bytes of working memory
 * @param offsets values behind the first place
 */
public record PairPlaces(
    boolean border,
    boolean interior,
    String condition,
    String row,
    String inside,
    int zeroPoint,
    int rows,
    int span,
    int width,
    int channels,
    int scratch,
    List<Integer> offsets) {

  static PairPlaces of(ConvolutionKernel kernel) {
    Window window = kernel.window();
    Shape in = kernel.inputImage();
    int span = PairFunction.span(window);
    int extent = (window.kernelHeight() - 1) * window.dilationHeight() + 1;
    boolean odd = kernel.outputImage().width() % PairFunction.PIXELS != 0;
    List<String> inside = new ArrayList<>();
    if (window.padTop() > 0) {
      inside.add("row >= 0");
    }
    if (window.padBottom() > 0) {
      inside.add("row < " + in.height());
    }
    if (window.padLeft() > 0) {
      inside.add("column >= 0");
    }
    if (window.padRight() > 0 || odd) {
      inside.add("column < " + in.width());
    }
    boolean border = WindowModel.of(kernel).border();
    return new PairPlaces(
        border,
        in.height() >= extent && in.width() >= span,
        WindowModel.insideOf(kernel, PairFunction.PIXELS),
        "top + " + CText.times("y", window.dilationHeight()),
        String.join(" && ", inside),
        kernel.input().type().zeroPoint(),
        window.kernelHeight(),
        span,
        in.width(),
        in.channels(),
        border ? in.channels() * kernel.input().type().element().bytes() : 0,
        PairFunction.offsets(window, in.width() * in.channels(), in.channels()));
  }
}
