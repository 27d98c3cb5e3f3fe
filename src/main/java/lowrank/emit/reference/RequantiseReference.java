package lowrank.emit.reference;

import com.palantir.javapoet.CodeBlock;
import lowrank.kernel.RequantiseKernel;

/** Every element at another scale, with another zero point. */
final class RequantiseReference implements BodyWriter<RequantiseKernel> {
  @Override
  public CodeBlock body(RequantiseKernel kernel, LayerScope scope) {
    CodeBlock.Builder code = CodeBlock.builder().add(scope.declareOutput());
    code.beginControlFlow("for (int i = 0; i < $L; i++)", kernel.output().shape().elements());
    String centred = LayerScope.centred(scope.input() + "[i]", kernel.input().type().zeroPoint());
    String scaled =
        scope.scale(centred, kernel.multiplier().value(), kernel.multiplier().shift())
            + LayerScope.signed(kernel.output().type().zeroPoint());
    code.add(scope.store("i", scope.clamp(scaled, kernel.minimum(), kernel.maximum())));
    return code.endControlFlow().addStatement("return $L", LayerScope.OUTPUT).build();
  }
}
