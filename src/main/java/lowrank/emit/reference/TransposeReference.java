package lowrank.emit.reference;

import com.palantir.javapoet.CodeBlock;
import lowrank.kernel.TransposeKernel;
import lowrank.tensor.Shape;

/** Dimensions in another order, one loop per dimension of the output. */
final class TransposeReference implements BodyWriter<TransposeKernel> {
  @Override
  public CodeBlock body(TransposeKernel kernel, LayerScope scope) {
    Shape out = kernel.output().shape();
    int[] inStrides = kernel.inputStrides();
    int[] outStrides = Strides.of(out);
    CodeBlock.Builder code = CodeBlock.builder().add(scope.declareOutput());
    Loops loops = new Loops(code);
    Affine from = new Affine();
    Affine to = new Affine();
    for (int axis = 0; axis < out.rank(); axis++) {
      loops.over("i" + axis, out.dimension(axis));
      from.plus("i" + axis, out.dimension(axis), inStrides[axis]);
      to.plus("i" + axis, out.dimension(axis), outStrides[axis]);
    }
    code.addStatement("$L[$L] = $L[$L]", LayerScope.OUTPUT, to, scope.input(), from);
    loops.close();
    return code.addStatement("return $L", LayerScope.OUTPUT).build();
  }
}
