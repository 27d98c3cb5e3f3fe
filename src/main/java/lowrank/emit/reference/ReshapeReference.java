package lowrank.emit.reference;

import com.palantir.javapoet.CodeBlock;
import lowrank.kernel.ReshapeKernel;

/** The same elements; arrays have no shape here, so a copy. */
final class ReshapeReference implements BodyWriter<ReshapeKernel> {
  @Override
  public CodeBlock body(ReshapeKernel kernel, LayerScope scope) {
    return CodeBlock.builder().addStatement("return $L.clone()", scope.input()).build();
  }
}
