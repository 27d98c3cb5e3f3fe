package lowrank.emit.reference;

import com.palantir.javapoet.CodeBlock;
import lowrank.kernel.ConcatenationKernel;

/** Inputs copied block by block behind each other. */
final class ConcatenationReference implements BodyWriter<ConcatenationKernel> {
  @Override
  public CodeBlock body(ConcatenationKernel kernel, LayerScope scope) {
    int blocks = kernel.blocks();
    int length = kernel.output().shape().elements() / blocks;
    CodeBlock.Builder code = CodeBlock.builder().add(scope.declareOutput());
    Loops loops = new Loops(code).over("block", blocks);
    int start = 0;
    for (int i = 0; i < kernel.inputs().size(); i++) {
      int part = kernel.blockLength(i);
      code.addStatement(
          "$T.arraycopy($L, $L, $L, $L, $L)",
          System.class,
          scope.input(i),
          new Affine().plus("block", blocks, part),
          LayerScope.OUTPUT,
          new Affine().plus("block", blocks, length).plus(start),
          part);
      start += part;
    }
    loops.close();
    return code.addStatement("return $L", LayerScope.OUTPUT).build();
  }
}
