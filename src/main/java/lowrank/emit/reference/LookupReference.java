package lowrank.emit.reference;

import com.palantir.javapoet.CodeBlock;
import lowrank.kernel.LookupKernel;

/** A function of one int8 value, read from its table. */
final class LookupReference implements BodyWriter<LookupKernel> {
  @Override
  public CodeBlock body(LookupKernel kernel, LayerScope scope) {
    CodeBlock.Builder code = CodeBlock.builder().add(scope.declareOutput());
    code.beginControlFlow("for (int i = 0; i < $L; i++)", kernel.output().shape().elements());
    code.addStatement(
        "$L[i] = $L[$L[i] + 128]", LayerScope.OUTPUT, scope.table("table"), scope.input());
    return code.endControlFlow().addStatement("return $L", LayerScope.OUTPUT).build();
  }
}
