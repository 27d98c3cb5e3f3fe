package lowrank.emit.reference;

import com.palantir.javapoet.CodeBlock;
import lowrank.fixed.Requantiser;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.Window;
import lowrank.tensor.Shape;

/**
 * Convolution of every kind as direct loops: pixels, output channels, kernel points, input
 * channels. A kernel point in the padding is skipped: there the input is the zero point, and its
 * product 0.
 */
final class ConvolutionReference implements BodyWriter<ConvolutionKernel> {
  @Override
  public CodeBlock body(ConvolutionKernel kernel, LayerScope scope) {
    Shape out = kernel.outputImage();
    CodeBlock.Builder code = CodeBlock.builder().add(scope.declareOutput());
    Loops pixels = new Loops(code).over("y", out.height()).over("x", out.width());
    pixels.over("channel", out.channels());
    String channel = new Affine().plus("channel", out.channels(), 1).toString();
    code.addStatement("int sum = $L[$L]", scope.table("bias"), channel);
    addTaps(code, kernel, scope);
    String position =
        new Affine()
            .plus("y", out.height(), (long) out.width() * out.channels())
            .plus("x", out.width(), out.channels())
            .plus("channel", out.channels(), 1)
            .toString();
    code.add(scope.store(position, requantised(kernel.requantiser(), scope, channel)));
    pixels.close();
    return code.addStatement("return $L", LayerScope.OUTPUT).build();
  }

  static CodeBlock requantised(Requantiser requantiser, LayerScope scope, String channel) {
    String index = "[" + channel + "]";
    String scaled =
        scope.scale(
                requantiser.rounding(),
                "sum",
                scope.table("multipliers") + index,
                scope.table("shifts") + index)
            + LayerScope.signed(requantiser.zeroPoint());
    return scope.clamp(scaled, requantiser.minimum(), requantiser.maximum());
  }

  /** The loops over the window; they add to {@code sum}. */
  private static void addTaps(CodeBlock.Builder code, ConvolutionKernel kernel, LayerScope scope) {
    Window window = kernel.window();
    Shape in = kernel.inputImage();
    int outputs = kernel.outputImage().channels();
    int height = kernel.outputImage().height();
    int width = kernel.outputImage().width();
    Loops loops = new Loops(code).over("ky", window.kernelHeight());
    Affine row =
        new Affine()
            .plus("y", height, window.strideHeight())
            .plus("ky", window.kernelHeight(), window.dilationHeight())
            .plus(-window.padTop());
    locate(code, loops, "row", row, in.height(), window.padTop() + window.padBottom() > 0);
    loops.over("kx", window.kernelWidth());
    Affine column =
        new Affine()
            .plus("x", width, window.strideWidth())
            .plus("kx", window.kernelWidth(), window.dilationWidth())
            .plus(-window.padLeft());
    locate(code, loops, "column", column, in.width(), window.padLeft() + window.padRight() > 0);
    code.addStatement("int from = $L", pixel(kernel, in, outputs));
    code.addStatement(
        "int weight = $L",
        new Affine()
            .plus("channel", outputs, kernel.multipliesPerOutput())
            .plus("ky", window.kernelHeight(), (long) window.kernelWidth() * kernel.groupChannels())
            .plus("kx", window.kernelWidth(), kernel.groupChannels()));
    loops.over("i", kernel.groupChannels());
    String step = kernel.groupChannels() > 1 ? " + i" : "";
    code.addStatement(
        "sum += $L * $L[weight$L]",
        LayerScope.centred(scope.input() + "[from" + step + "]", kernel.input().type().zeroPoint()),
        scope.table("weights"),
        step);
    loops.close();
  }

  /**
   * Declares the row or column of a kernel point; if it may lie in the padding, the rest of the
   * loops is inside an {@code if}.
   */
  private static void locate(
      CodeBlock.Builder code, Loops loops, String name, Affine value, int size, boolean padded) {
    if (padded || size > 1) {
      code.addStatement("int $L = $L", name, value);
    }
    if (padded) {
      loops.when(CodeBlock.of("$L >= 0 && $L < $L", name, name, size));
    }
  }

  /** Index of the first input channel that output channel {@code channel} reads. */
  private static Affine pixel(ConvolutionKernel kernel, Shape in, int outputs) {
    Affine index =
        new Affine()
            .plus("row", in.height(), (long) in.width() * in.channels())
            .plus("column", in.width(), in.channels());
    if (kernel.groups() == 1) {
      return index;
    }
    int perGroup = outputs / kernel.groups();
    String group = perGroup == 1 ? "channel" : "channel / " + perGroup;
    return index.plus(kernel.groupChannels() == 1 ? group : group + " * " + kernel.groupChannels());
  }
}
