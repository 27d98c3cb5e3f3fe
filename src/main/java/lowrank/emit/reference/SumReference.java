package lowrank.emit.reference;

import com.palantir.javapoet.CodeBlock;
import lowrank.fixed.Multiplier;
import lowrank.kernel.SumKernel;

/** Sum or difference element by element, both operands brought to a common scale with headroom. */
final class SumReference implements BodyWriter<SumKernel> {
  @Override
  public CodeBlock body(SumKernel kernel, LayerScope scope) {
    CodeBlock.Builder code = CodeBlock.builder().add(scope.declareOutput());
    code.beginControlFlow("for (int i = 0; i < $L; i++)", kernel.output().shape().elements());
    String left = Operands.left(scope, kernel.left());
    String right = Operands.right(scope, kernel.right());
    code.addStatement("int left = $L", raised(kernel, scope, left, kernel.leftMultiplier()));
    code.addStatement("int right = $L", raised(kernel, scope, right, kernel.rightMultiplier()));
    String sum =
        scaled(
                scope,
                kernel.subtract() ? "left - right" : "left + right",
                kernel.outputMultiplier())
            + LayerScope.signed(kernel.output().type().zeroPoint());
    code.add(scope.store("i", scope.clamp(sum, kernel.minimum(), kernel.maximum())));
    return code.endControlFlow().addStatement("return $L", LayerScope.OUTPUT).build();
  }

  private static String raised(
      SumKernel kernel, LayerScope scope, String centred, Multiplier multiplier) {
    return scaled(scope, centred + " << " + kernel.leftShift(), multiplier);
  }

  private static String scaled(LayerScope scope, String value, Multiplier multiplier) {
    return scope.scale(value, multiplier.value(), multiplier.shift());
  }
}
