package lowrank.emit.reference;

import com.palantir.javapoet.CodeBlock;
import lowrank.kernel.PoolKernel;
import lowrank.kernel.Window;
import lowrank.tensor.Shape;

/** Pooling over the part of the window that lies in the image. */
final class PoolReference implements BodyWriter<PoolKernel> {
  @Override
  public CodeBlock body(PoolKernel kernel, LayerScope scope) {
    Shape in = kernel.input().shape();
    Shape out = kernel.output().shape();
    Window window = kernel.window();
    CodeBlock.Builder code = CodeBlock.builder().add(scope.declareOutput());
    Loops loops = new Loops(code).over("y", out.height());
    int rows = window.kernelHeight();
    int above = window.padTop();
    addSpan(
        code, "top", "bottom", "y", out.height(), window.strideHeight(), rows, above, in.height());
    loops.over("x", out.width());
    int columns = window.kernelWidth();
    int before = window.padLeft();
    addSpan(
        code, "left", "right", "x", out.width(), window.strideWidth(), columns, before, in.width());
    loops.over("channel", out.channels());
    String result = addReduction(code, kernel, in, scope);
    String position =
        new Affine()
            .plus("y", out.height(), (long) out.width() * out.channels())
            .plus("x", out.width(), out.channels())
            .plus("channel", out.channels(), 1)
            .toString();
    code.add(scope.store(position, scope.clamp(result, kernel.minimum(), kernel.maximum())));
    loops.close();
    return code.addStatement("return $L", LayerScope.OUTPUT).build();
  }

  /** First row (column) of the window in the image, and the first one behind it. */
  private static void addSpan(
      CodeBlock.Builder code,
      String first,
      String last,
      String variable,
      int outputs,
      int stride,
      int length,
      int padding,
      int size) {
    Affine start = new Affine().plus(variable, outputs, stride).plus(-padding);
    Affine end = new Affine().plus(variable, outputs, stride).plus((long) length - padding);
    if (padding > 0) {
      code.addStatement("int $L = $T.max($L, 0)", first, Math.class, start);
    } else {
      code.addStatement("int $L = $L", first, start);
    }
    if ((outputs - 1L) * stride + length - padding > size) {
      code.addStatement("int $L = $T.min($L, $L)", last, Math.class, end, size);
    } else {
      code.addStatement("int $L = $L", last, end);
    }
  }

  /** The loops over the window; returns the expression of the result. */
  private static String addReduction(
      CodeBlock.Builder code, PoolKernel kernel, Shape in, LayerScope scope) {
    boolean average = kernel.mode() == PoolKernel.Mode.AVERAGE;
    Affine index =
        new Affine()
            .plus("row", in.height(), (long) in.width() * in.channels())
            .plus("column", in.width(), in.channels())
            .plus("channel", in.channels(), 1);
    if (average) {
      code.addStatement("int sum = 0");
    } else {
      code.addStatement("int largest = $T.MIN_VALUE", Integer.class);
    }
    code.beginControlFlow("for (int row = top; row < bottom; row++)");
    code.beginControlFlow("for (int column = left; column < right; column++)");
    if (average) {
      code.addStatement("sum += $L[$L]", scope.input(), index);
    } else {
      code.addStatement("largest = $T.max(largest, $L[$L])", Math.class, scope.input(), index);
    }
    code.endControlFlow().endControlFlow();
    if (!average) {
      return "largest";
    }
    code.addStatement("int count = (bottom - top) * (right - left)");
    code.addStatement("int magnitude = ($T.abs(sum) + count / 2) / count", Math.class);
    return "sum < 0 ? -magnitude : magnitude";
  }
}
