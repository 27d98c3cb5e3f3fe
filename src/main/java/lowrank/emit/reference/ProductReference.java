package lowrank.emit.reference;

import com.palantir.javapoet.CodeBlock;
import lowrank.kernel.ProductKernel;

/** Product element by element, requantised. */
final class ProductReference implements BodyWriter<ProductKernel> {
  @Override
  public CodeBlock body(ProductKernel kernel, LayerScope scope) {
    CodeBlock.Builder code = CodeBlock.builder().add(scope.declareOutput());
    code.beginControlFlow("for (int i = 0; i < $L; i++)", kernel.output().shape().elements());
    String product =
        Operands.left(scope, kernel.left()) + " * " + Operands.right(scope, kernel.right());
    String value =
        scope.scale(product, kernel.multiplier().value(), kernel.multiplier().shift())
            + LayerScope.signed(kernel.output().type().zeroPoint());
    code.add(scope.store("i", scope.clamp(value, kernel.minimum(), kernel.maximum())));
    return code.endControlFlow().addStatement("return $L", LayerScope.OUTPUT).build();
  }
}
