package lowrank.emit.c.dsp;

import java.util.ArrayList;
import java.util.List;
import lowrank.emit.c.CText;
import lowrank.emit.c.PixelBlocks;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.Window;
import lowrank.tensor.Shape;

/**
 * How the strips of four pixels are made, one for each kernel row. Texts are C expressions.
 *
 * @param count of kernel rows, {@code dilation} image rows from one to the next
 * @param width of the image, {@code channels} of it, {@code pixelBytes} of a pixel
 * @param patchBytes that a copied part of a row takes
 * @param span positions of the image that four windows side by side reach over
 * @param step values between the positions of a strip
 * @param words of a strip
 * @param outside condition of {@code row} under which it lies outside; empty if none does
 * @param fill pair of the zero point
 * @param patched whether some parts of rows are copied before they are extended, those of {@code
 *     edge}
 * @param clipped whether some of these reach over the edge; others would be read beyond the image
 */
public record RowStrips(
    int count,
    int dilation,
    int width,
    int channels,
    int pixelBytes,
    int patchBytes,
    int span,
    int positions,
    int step,
    int words,
    String outside,
    int zeroPoint,
    String fill,
    boolean patched,
    boolean clipped,
    String edge) {

  static RowStrips of(ConvolutionKernel kernel, Strip strip) {
    Window window = kernel.window();
    Shape in = kernel.inputImage();
    int zeroPoint = kernel.input().type().zeroPoint();
    List<String> edges = new ArrayList<>();
    boolean clipped = clipped(kernel, edges);
    if (strip.beyond() > 0) {
      int last = (in.height() * in.width() - span(kernel)) * in.channels() - strip.beyond();
      edges.add(CText.format("(row * %d + left) * %d > %d", in.width(), in.channels(), last));
    }
    return new RowStrips(
        window.kernelHeight(),
        window.dilationHeight(),
        in.width(),
        in.channels(),
        in.channels() * kernel.input().type().element().bytes(),
        patchBytes(kernel, strip),
        span(kernel),
        strip.positions(),
        (strip.taps() > 1 ? 1 : window.strideWidth()) * in.channels(),
        strip.groups() * 2 * strip.positions(),
        outside(kernel),
        zeroPoint,
        CText.format("0x%08xu", (zeroPoint & 0xffff) * 0x10001),
        !edges.isEmpty(),
        clipped,
        String.join(" || ", edges));
  }

  /** Bytes that a copy of a part of a row takes, those that are read beyond it included. */
  static int patchBytes(ConvolutionKernel kernel, Strip strip) {
    boolean patched = clipped(kernel, new ArrayList<>()) || strip.beyond() > 0;
    int values = span(kernel) * kernel.inputImage().channels() + strip.beyond();
    return patched ? ColumnsForm.bytes(kernel, values) : 0;
  }

  private static boolean clipped(ConvolutionKernel kernel, List<String> edges) {
    Window window = kernel.window();
    int end = (kernel.outputImage().width() - 1) * window.strideWidth() - window.padLeft();
    int last = kernel.inputImage().width() - span(kernel);
    if (window.padLeft() > 0) {
      edges.add("left < 0");
    }
    if (end - (PixelBlocks.SIZE - 1) * window.strideWidth() > last) {
      edges.add("left > " + last);
    }
    return !edges.isEmpty();
  }

  private static int span(ConvolutionKernel kernel) {
    Window window = kernel.window();
    return (PixelBlocks.SIZE - 1) * window.strideWidth() + window.kernelWidth();
  }

  private static String outside(ConvolutionKernel kernel) {
    Window window = kernel.window();
    int reach = (window.kernelHeight() - 1) * window.dilationHeight();
    int last =
        (kernel.outputImage().height() - 1) * window.strideHeight() - window.padTop() + reach;
    List<String> conditions = new ArrayList<>();
    if (window.padTop() > 0) {
      conditions.add("row < 0");
    }
    if (last >= kernel.inputImage().height()) {
      conditions.add("row >= " + kernel.inputImage().height());
    }
    return String.join(" || ", conditions);
  }
}
