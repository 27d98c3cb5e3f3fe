package lowrank.emit.reference;

import com.palantir.javapoet.CodeBlock;
import lowrank.kernel.SoftmaxKernel;

/**
 * Softmax row by row: the table's exponentials, their sum in units of 2^-19, its reciprocal by
 * Newton's division, and each element's share in units of 1/256.
 */
final class SoftmaxReference implements BodyWriter<SoftmaxKernel> {
  @Override
  public CodeBlock body(SoftmaxKernel kernel, LayerScope scope) {
    CodeBlock.Builder code = CodeBlock.builder().add(scope.declareOutput());
    Loops rows = new Loops(code).over("row", kernel.rows());
    code.addStatement(
        "int start = $L", new Affine().plus("row", kernel.rows(), kernel.rowLength()));
    code.addStatement("int end = start + $L", kernel.rowLength());
    String value = scope.input() + "[i]";
    String exponential = scope.table("exponentials") + "[largest - " + value + "]";
    code.addStatement("int largest = $L[start]", scope.input());
    each(code).addStatement("largest = $T.max(largest, $L)", Math.class, value).endControlFlow();
    code.addStatement("int sum = 0");
    each(code).addStatement("sum += (int) ($L + 2048L >> 12)", exponential).endControlFlow();
    code.addStatement("int zeros = $T.numberOfLeadingZeros(sum)", Integer.class);
    code.addStatement(
        "int reciprocal = $L((sum << zeros) & $T.MAX_VALUE)",
        scope.use(Helper.RECIPROCAL),
        Integer.class);
    code.addStatement("int shift = 35 - zeros");
    each(code);
    code.addStatement("long share = $L(reciprocal, $L)", scope.use(Helper.HIGH_HALF), exponential);
    code.addStatement("share = shift > 31 ? 0 : share + (1L << (shift - 1)) >> shift");
    code.add(scope.store("i", CodeBlock.of("$T.min(share - 128, 127)", Math.class)));
    code.endControlFlow();
    rows.close();
    return code.addStatement("return $L", LayerScope.OUTPUT).build();
  }

  private static CodeBlock.Builder each(CodeBlock.Builder code) {
    return code.beginControlFlow("for (int i = start; i < end; i++)");
  }
}
