package lowrank.emit.c;

import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.Window;
import lowrank.tensor.Shape;

/**
 * The function that copies a window which reaches into the padding. All texts are C expressions.
 *
 * @param rowLoop whether there is more than one kernel row
 * @param rowsClipped whether a window can reach over the top or bottom
 * @param columnsClipped whether it can reach over the left or right side
 * @param contiguous whether a kernel row is contiguous in the image
 * @param row image row of kernel row {@code y}
 * @param inside condition under which a row, or a point, lies in the image; empty if it always does
 */
public record GatherModel(
    int zeroPoint,
    int bytes,
    boolean rowLoop,
    int rows,
    int columns,
    int width,
    boolean columnsClipped,
    boolean contiguous,
    String row,
    String column,
    String inside,
    String windowIndex,
    String inputIndex,
    String size) {

  /** For the layer's windows. */
  public static GatherModel of(ConvolutionKernel kernel) {
    Window window = kernel.window();
    Shape image = kernel.inputImage();
    int channels = image.channels();
    boolean contiguous = window.dilationWidth() == 1;
    boolean columnsClipped = window.padLeft() + window.padRight() > 0;
    boolean rowLoop = window.kernelHeight() > 1;
    String first = columnsClipped ? "first" : "left";
    String target = rowLoop ? CText.times("y", window.kernelWidth()) + " + " : "";
    target += contiguous ? (columnsClipped ? "first - left" : "") : "x";
    target = target.endsWith(" + ") ? target.substring(0, target.length() - 3) : target;
    return new GatherModel(
        kernel.input().type().zeroPoint(),
        window.taps() * channels * kernel.input().type().element().bytes(),
        rowLoop,
        window.kernelHeight(),
        window.kernelWidth(),
        image.width(),
        columnsClipped,
        contiguous,
        rowLoop ? "top + " + CText.times("y", window.dilationHeight()) : "top",
        "left + " + CText.times("x", window.dilationWidth()),
        inside(window, image, contiguous),
        target.isEmpty() ? "0" : scaled(target, channels),
        scaled(
            CText.times("row", image.width()) + " + " + (contiguous ? first : "column"), channels),
        size(
            window,
            channels * kernel.input().type().element().bytes(),
            columnsClipped,
            contiguous));
  }

  private static String inside(Window window, Shape image, boolean contiguous) {
    String text = "";
    if (window.padTop() > 0) {
      text += " && row >= 0";
    }
    if (window.padBottom() > 0) {
      text += " && row < " + image.height();
    }
    if (!contiguous) {
      text += window.padLeft() > 0 ? " && column >= 0" : "";
      text += window.padRight() > 0 ? " && column < " + image.width() : "";
    } else if (window.padLeft() >= window.kernelWidth()
        || window.padRight() >= window.kernelWidth()) {
      text += " && first < end";
    }
    return text.isEmpty() ? "" : text.substring(4);
  }

  /** Bytes that are copied at once, {@code pixel} being those of a pixel. */
  private static String size(Window window, int pixel, boolean columnsClipped, boolean contiguous) {
    if (!contiguous) {
      return String.valueOf(pixel);
    }
    if (!columnsClipped) {
      return String.valueOf(window.kernelWidth() * pixel);
    }
    return "(size_t)(end - first)" + (pixel == 1 ? "" : " * " + pixel + "u");
  }

  private static String scaled(String index, int factor) {
    boolean simple = index.chars().allMatch(Character::isLetter);
    return simple || factor == 1 ? CText.times(index, factor) : "(" + index + ") * " + factor;
  }
}
