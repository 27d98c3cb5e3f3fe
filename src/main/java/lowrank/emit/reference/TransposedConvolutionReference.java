package lowrank.emit.reference;

import com.palantir.javapoet.CodeBlock;
import lowrank.kernel.TransposedConvolutionKernel;
import lowrank.kernel.Window;
import lowrank.tensor.Shape;

/**
 * Transposed convolution as direct loops: output pixels, output channels, kernel points whose
 * distance to the pixel is a multiple of the stride, input channels.
 */
final class TransposedConvolutionReference implements BodyWriter<TransposedConvolutionKernel> {
  @Override
  public CodeBlock body(TransposedConvolutionKernel kernel, LayerScope scope) {
    Shape out = kernel.output().shape();
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
    code.add(
        scope.store(
            position, ConvolutionReference.requantised(kernel.requantiser(), scope, channel)));
    pixels.close();
    return code.addStatement("return $L", LayerScope.OUTPUT).build();
  }

  /** The loops over the kernel; they add to {@code sum}. */
  private static void addTaps(
      CodeBlock.Builder code, TransposedConvolutionKernel kernel, LayerScope scope) {
    Window window = kernel.window();
    Shape in = kernel.input().shape();
    Shape out = kernel.output().shape();
    Loops loops = new Loops(code).over("ky", window.kernelHeight());
    String row = distance("y", out.height(), window.padTop(), "ky", window.kernelHeight());
    code.addStatement("int row = $L", row);
    locate(loops, "row", window.strideHeight(), in.height());
    loops.over("kx", window.kernelWidth());
    String column = distance("x", out.width(), window.padLeft(), "kx", window.kernelWidth());
    code.addStatement("int column = $L", column);
    locate(loops, "column", window.strideWidth(), in.width());
    int channels = in.channels();
    code.addStatement(
        "int from = (row / $L * $L + column / $L) * $L",
        window.strideHeight(),
        in.width(),
        window.strideWidth(),
        channels);
    code.addStatement(
        "int weight = $L",
        new Affine()
            .plus("channel", out.channels(), (long) window.taps() * channels)
            .plus("ky", window.kernelHeight(), (long) window.kernelWidth() * channels)
            .plus("kx", window.kernelWidth(), channels));
    loops.over("i", channels);
    String step = channels > 1 ? " + i" : "";
    code.addStatement(
        "sum += $L * $L[weight$L]",
        LayerScope.centred(scope.input() + "[from" + step + "]", kernel.input().type().zeroPoint()),
        scope.table("weights"),
        step);
    loops.close();
  }

  /** Position in the output with its padding, less that in the kernel. */
  private static String distance(String pixel, int pixels, int padding, String tap, int taps) {
    Affine position = new Affine().plus(pixel, pixels, 1).plus(padding);
    return taps > 1 ? position + " - " + tap : position.toString();
  }

  /** Goes on only if the distance is that of an input row or column. */
  private static void locate(Loops loops, String name, int stride, int size) {
    loops.when(
        CodeBlock.of(
            "$L >= 0 && $L % $L == 0 && $L < $L", name, name, stride, name, size * stride));
  }
}
