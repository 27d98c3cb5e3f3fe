package lowrank.emit.reference;

import com.palantir.javapoet.CodeBlock;
import lowrank.fixed.Multiplier;
import lowrank.kernel.MeanKernel;
import lowrank.tensor.ElementType;

/** The mean of each channel over the whole image; the division is in the multiplier. */
final class MeanReference implements BodyWriter<MeanKernel> {
  @Override
  public CodeBlock body(MeanKernel kernel, LayerScope scope) {
    int channels = kernel.input().shape().channels();
    int pixels = kernel.input().shape().elements() / channels;
    CodeBlock.Builder code = CodeBlock.builder().add(scope.declareOutput());
    Loops loops = new Loops(code).over("channel", channels);
    code.addStatement("int sum = 0");
    Loops image = new Loops(code).over("pixel", pixels);
    Affine index = new Affine().plus("pixel", pixels, channels).plus("channel", channels, 1);
    String value = scope.input() + "[" + index + "]";
    code.addStatement("sum += $L", LayerScope.centred(value, kernel.input().type().zeroPoint()));
    image.close();
    Multiplier multiplier = kernel.multiplier();
    String mean =
        scope.scale("sum", multiplier.value(), multiplier.shift())
            + LayerScope.signed(kernel.output().type().zeroPoint());
    ElementType range = kernel.output().type().element();
    CodeBlock saturated =
        CodeBlock.of(
            "$1T.max($2L, $1T.min($3L, (long) $4L))",
            Math.class,
            range.minimum(),
            range.maximum(),
            mean);
    code.add(scope.store(new Affine().plus("channel", channels, 1).toString(), saturated));
    loops.close();
    return code.addStatement("return $L", LayerScope.OUTPUT).build();
  }
}
