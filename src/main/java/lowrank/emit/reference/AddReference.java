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
    code.addStatement("int left = $L", raised(kernel, scope, 0, kernel.leftMultiplier()));
    code.addStatement("int right = $L", raised(kernel, scope, 1, kernel.rightMultiplier()));
    String sum =
        scaled(scope, "left + right", kernel.outputMultiplier())
            + LayerScope.signed(kernel.output().type().zeroPoint());
    code.add(scope.store("i", scope.clamp(sum, kernel.minimum(), kernel.maximum())));
    return code.endControlFlow().addStatement("return $L", LayerScope.OUTPUT).build();
  }

  private static String raised(
      AddKernel kernel, LayerScope scope, int index, Multiplier multiplier) {
    TensorType type = kernel.inputs().get(index);
    String centred = LayerScope.centred(scope.input(index) + "[i]", type.type().zeroPoint());
    return scaled(scope, centred + " << " + kernel.leftShift(), multiplier);
  }

  private static String scaled(LayerScope scope, String value, Multiplier multiplier) {
    return scope.scale(value, multiplier.value(), multiplier.shift());
  }
}
