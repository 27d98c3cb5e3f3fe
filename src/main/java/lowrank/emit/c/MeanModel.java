package lowrank.emit.c;

import java.util.EnumSet;
import java.util.Set;
import lowrank.kernel.MeanKernel;
import lowrank.tensor.ElementType;
import lowrank.tensor.Shape;

/**
 * Mean over all rows and columns.
 *
 * @param start of the sum: minus the input's zero point for every pixel
 * @param expression of {@code sum}
 * @param helpers that the expression uses
 */
public record MeanModel(
    Head head,
    int pixels,
    int channels,
    int start,
    String expression,
    int minimum,
    int maximum,
    Set<Helper> helpers)
    implements LayerModel {

  static MeanModel of(MeanKernel kernel, LayerContext context) {
    Shape in = kernel.input().shape();
    int pixels = in.height() * in.width();
    int zeroPoint = kernel.input().type().zeroPoint();
    Scaling scaling = Scaling.of(kernel.multiplier(), kernel.largestSum());
    ElementType element = kernel.output().type().element();
    EnumSet<Helper> helpers = EnumSet.of(Helper.clamp(kernel.output()));
    helpers.addAll(scaling.helpers());
    return new MeanModel(
        context.head("mean over rows and columns"),
        pixels,
        in.channels(),
        -zeroPoint * pixels,
        scaling.expression(
            context.prefix(), "sum", kernel.multiplier(), kernel.output().type().zeroPoint()),
        element.minimum(),
        element.maximum(),
        helpers);
  }

  @Override
  public String template() {
    return "Mean.c.ftl";
  }
}
