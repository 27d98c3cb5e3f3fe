package lowrank.emit.reference;

import com.palantir.javapoet.CodeBlock;
import lowrank.kernel.ResizeNearestKernel;
import lowrank.tensor.Shape;

/** Pixels picked by a table of rows and one of columns. */
final class ResizeNearestReference implements BodyWriter<ResizeNearestKernel> {
  @Override
  public CodeBlock body(ResizeNearestKernel kernel, LayerScope scope) {
    Shape in = kernel.input().shape();
    Shape out = kernel.output().shape();
    int channels = out.channels();
    CodeBlock.Builder code = CodeBlock.builder().add(scope.declareOutput());
    Loops loops = new Loops(code).over("y", out.height()).over("x", out.width());
    code.addStatement(
        "int from = ($L[$L] * $L + $L[$L]) * $L",
        scope.table("rows"),
        new Affine().plus("y", out.height(), 1),
        in.width(),
        scope.table("columns"),
        new Affine().plus("x", out.width(), 1),
        channels);
    Affine to =
        new Affine()
            .plus("y", out.height(), (long) out.width() * channels)
            .plus("x", out.width(), channels);
    code.addStatement(
        "$T.arraycopy($L, from, $L, $L, $L)",
        System.class,
        scope.input(),
        LayerScope.OUTPUT,
        to,
        channels);
    loops.close();
    return code.addStatement("return $L", LayerScope.OUTPUT).build();
  }
}
