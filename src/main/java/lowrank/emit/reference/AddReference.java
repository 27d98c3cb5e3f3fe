package lowrank.emit.reference;

import com.palantir.javapoet.CodeBlock;
import lowrank.fixed.Multiplier;
import lowrank.kernel.AddKernel;
import lowrank.kernel.TensorType;

/** Addition element by element, both inputs brought to a common scale with headroom. */
final class AddReference implements BodyWriter<AddKernel> {
  @Override
  public CodeBlock body(AddKernel kernel, LayerScope scope) {
    CodeBlock.Builder code = CodeBlock.builder().add(scope.declareOutput());
    code.beginControlFlow("for (int i = 0; i < $L; i++)", kernel.output().shape().elements());
    code.addStatement(
        "int left = $L", raised(scope, scope.input(0), kernel.left(), kernel.leftMultiplier()));
    code.addStatement(
        "int right = $L", raised(scope, scope.input(1), kernel.right(), kernel.rightMultiplier()));
    String sum =
        scaled(scope, "left + right", kernel.outputMultiplier())
            + LayerScope.signed(kernel.output().type().zeroPoint());
    code.add(scope.store("i", scope.clamp(sum, kernel.minimum(), kernel.maximum())));
    return code.endControlFlow().addStatement("return $L", LayerScope.OUTPUT).build();
  }

  private static String raised(
      LayerScope scope, String name, TensorType type, Multiplier multiplier) {
    String centred = LayerScope.centred(name + "[i]", type.type().zeroPoint());
    return scaled(scope, centred + " << " + AddKernel.LEFT_SHIFT, multiplier);
  }

  private static String scaled(LayerScope scope, String value, Multiplier multiplier) {
    return scope.scale(value, multiplier.value(), multiplier.shift());
  }
}
