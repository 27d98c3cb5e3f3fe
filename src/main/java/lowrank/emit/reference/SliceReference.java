package lowrank.emit.reference;

import com.palantir.javapoet.CodeBlock;
import lowrank.kernel.SliceKernel;
import lowrank.tensor.Shape;

/** Elements picked at regular steps, one loop per dimension. */
final class SliceReference implements BodyWriter<SliceKernel> {
  @Override
  public CodeBlock body(SliceKernel kernel, LayerScope scope) {
    Shape out = kernel.output().shape();
    int[] inStrides = Strides.of(kernel.input().shape());
    int[] outStrides = Strides.of(out);
    CodeBlock.Builder code = CodeBlock.builder().add(scope.declareOutput());
    Loops loops = new Loops(code);
    Affine from = new Affine();
    Affine to = new Affine();
    for (int axis = 0; axis < out.rank(); axis++) {
      loops.over("i" + axis, out.dimension(axis));
      long step = (long) kernel.step().get(axis) * inStrides[axis];
      from.plus("i" + axis, out.dimension(axis), step);
      from.plus((long) kernel.begin().get(axis) * inStrides[axis]);
      to.plus("i" + axis, out.dimension(axis), outStrides[axis]);
    }
    code.addStatement("$L[$L] = $L[$L]", LayerScope.OUTPUT, to, scope.input(), from);
    loops.close();
    return code.addStatement("return $L", LayerScope.OUTPUT).build();
  }
}
