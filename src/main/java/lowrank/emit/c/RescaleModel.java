package lowrank.emit.c;

import java.util.EnumSet;
import java.util.Set;
import lowrank.kernel.RequantiseKernel;
import lowrank.tensor.ElementType;

/**
 * An activation brought to another type.
 *
 * @param value C expression of the result before clamping, in {@code input[i]}
 */
public record RescaleModel(
    Head head, int count, String value, int minimum, int maximum, Set<Helper> helpers)
    implements LayerModel {

  static RescaleModel of(RequantiseKernel kernel, LayerContext context) {
    EnumSet<Helper> helpers = EnumSet.of(Helper.clamp(kernel.output()));
    boolean wide = kernel.input().type().element() == ElementType.INT16;
    Scaling scaling = Scaling.of(kernel.multiplier(), wide ? 1L << 15 : 255);
    helpers.addAll(scaling.helpers());
    int zeroPoint = kernel.output().type().zeroPoint();
    String centred = "input[i]" + CText.plus(-kernel.input().type().zeroPoint());
    return new RescaleModel(
        context.head("requantisation"),
        kernel.output().shape().elements(),
        scaling.expression(context.prefix(), centred, kernel.multiplier(), zeroPoint),
        kernel.minimum(),
        kernel.maximum(),
        helpers);
  }

  @Override
  public String template() {
    return "Rescale.c.ftl";
  }
}
