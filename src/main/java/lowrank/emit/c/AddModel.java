package lowrank.emit.c;

import java.util.EnumSet;
import java.util.Set;
import lowrank.kernel.AddKernel;
import lowrank.kernel.TensorType;
import lowrank.tensor.ElementType;

/**
 * Sum of two activations.
 *
 * @param leftType C type of the left terms, and so on
 * @param left C expression of the left term in {@code left[i]}, and so on
 * @param sum C expression of the result before clamping, in {@code a} and {@code b}
 */
public record AddModel(
    Head head,
    String leftType,
    String rightType,
    int count,
    String left,
    String right,
    String sum,
    int minimum,
    int maximum,
    Set<Helper> helpers)
    implements LayerModel {

  static AddModel of(AddKernel kernel, LayerContext context) {
    EnumSet<Helper> helpers = EnumSet.of(Helper.clamp(kernel.output()));
    int shift = kernel.leftShift();
    long leftBound = span(kernel.left()) << shift;
    long rightBound = span(kernel.right()) << shift;
    Scaling left = Scaling.of(kernel.leftMultiplier(), leftBound);
    Scaling right = Scaling.of(kernel.rightMultiplier(), rightBound);
    Scaling output = Scaling.of(kernel.outputMultiplier(), leftBound + rightBound);
    helpers.addAll(left.helpers());
    helpers.addAll(right.helpers());
    helpers.addAll(output.helpers());
    String prefix = context.prefix();
    return new AddModel(
        context.head("sum"),
        CText.type(kernel.left().type().element()),
        CText.type(kernel.right().type().element()),
        kernel.output().shape().elements(),
        left.expression(prefix, raised("left", kernel.left(), shift), kernel.leftMultiplier(), 0),
        right.expression(
            prefix, raised("right", kernel.right(), shift), kernel.rightMultiplier(), 0),
        output.expression(
            prefix, "a + b", kernel.outputMultiplier(), kernel.output().type().zeroPoint()),
        kernel.minimum(),
        kernel.maximum(),
        helpers);
  }

  /** No centred integer of a type is larger. */
  static long span(TensorType type) {
    return type.type().element() == ElementType.INT16 ? 1L << 15 : 255;
  }

  private static String raised(String input, TensorType type, int shift) {
    String value = input + "[i]" + CText.plus(-type.type().zeroPoint());
    return CText.format("(%s) * (1 << %d)", value, shift);
  }

  @Override
  public String template() {
    return "Add.c.ftl";
  }
}
