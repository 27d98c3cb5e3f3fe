package lowrank.emit.reference;

import com.palantir.javapoet.CodeBlock;
import java.util.Arrays;
import lowrank.kernel.PadKernel;
import lowrank.tensor.Shape;

/** The output filled with the constant, then the input copied to its place. */
final class PadReference implements BodyWriter<PadKernel> {
  @Override
  public CodeBlock body(PadKernel kernel, LayerScope scope) {
    Shape in = kernel.input().shape();
    Shape out = kernel.output().shape();
    CodeBlock.Builder code = CodeBlock.builder().add(scope.declareOutput());
    code.addStatement(
        "$T.fill($L, ($T) $L)",
        Arrays.class,
        LayerScope.OUTPUT,
        LayerScope.element(kernel.output().type().element()),
        kernel.value());
    Loops loops = new Loops(code);
    Affine from = new Affine();
    Affine to = new Affine();
    int[] inStrides = Strides.of(in);
    int[] outStrides = Strides.of(out);
    for (int axis = 0; axis < in.rank(); axis++) {
      loops.over("i" + axis, in.dimension(axis));
      from.plus("i" + axis, in.dimension(axis), inStrides[axis]);
      to.plus("i" + axis, in.dimension(axis), outStrides[axis]);
      to.plus((long) kernel.before().get(axis) * outStrides[axis]);
    }
    code.addStatement("$L[$L] = $L[$L]", LayerScope.OUTPUT, to, scope.input(), from);
    loops.close();
    return code.addStatement("return $L", LayerScope.OUTPUT).build();
  }
}
