package lowrank.emit.c;

import java.util.EnumSet;
import java.util.Set;
import lowrank.kernel.AddKernel;
import lowrank.kernel.TensorType;

/**
 * Sum of two activations.
 *
 * @param left C expression of the left term in {@code left[i]}, and so on
 * @param sum C expression of the result before clamping, in {@code a} and {@code b}
 */
public record AddModel(
    Head head,
    int count,
    String left,
    String right,
    String sum,
    int minimum,
    int maximum,
    Set<Helper> helpers)
    implements LayerModel {

  static AddModel of(AddKernel kernel, LayerContext context) {
    EnumSet<Helper> helpers = EnumSet.of(Helper.CLAMP);
    long bound = 255L << AddKernel.LEFT_SHIFT;
    Scaling left = Scaling.of(kernel.leftMultiplier(), bound);
    Scaling right = Scaling.of(kernel.rightMultiplier(), bound);
    Scaling output = Scaling.of(kernel.outputMultiplier(), 2 * bound);
    helpers.addAll(left.helpers());
    helpers.addAll(right.helpers());
    helpers.addAll(output.helpers());
    String prefix = context.prefix();
    return new AddModel(
        context.head("sum"),
        kernel.output().shape().elements(),
        left.expression(prefix, raised("left", kernel.left()), kernel.leftMultiplier(), 0),
        right.expression(prefix, raised("right", kernel.right()), kernel.rightMultiplier(), 0),
        output.expression(
            prefix, "a + b", kernel.outputMultiplier(), kernel.output().type().zeroPoint()),
        kernel.minimum(),
        kernel.maximum(),
        helpers);
  }

  private static String raised(String input, TensorType type) {
    String value = input + "[i]" + CText.plus(-type.type().zeroPoint());
    return CText.format("(%s) * (1 << %d)", value, AddKernel.LEFT_SHIFT);
  }

  @Override
  public String template() {
    return "Add.c.ftl";
  }
}
