package lowrank.emit.c;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import lowrank.fixed.FixedExponential;
import lowrank.kernel.SoftmaxKernel;

/**
 * Softmax over rows by a table of exponentials.
 *
 * @param loop whether there are several rows
 * @param sumShift bits by which the exponentials are divided before they are added up
 * @param shareShift exponent of the division of each share, with no leading zeros in the sum
 */
public record SoftmaxModel(
    Head head,
    int rows,
    boolean loop,
    int length,
    int sumShift,
    int shareShift,
    List<ConstantModel> constants)
    implements LayerModel {

  static SoftmaxModel of(SoftmaxKernel kernel, LayerContext context) {
    if (kernel.rowLength() > FixedExponential.MAXIMUM_TERMS) {
      throw new IllegalArgumentException("softmax over " + kernel.rowLength() + " elements");
    }
    List<String> comment =
        List.of(
            CText.format(
                "%s, exponentials: e^(-scale * d) for d = 0 .. 255, 1.0 being 2147483647.",
                context.layer()),
            context.source());
    return new SoftmaxModel(
        context.head("softmax"),
        kernel.rows(),
        kernel.rows() > 1,
        kernel.rowLength(),
        FixedExponential.SUM_INTEGER_BITS,
        FixedExponential.SUM_INTEGER_BITS + 31 - 8,
        List.of(
            ConstantModel.of(
                context.function() + "_exponentials",
                kernel.exponentials().type(),
                comment,
                kernel.exponentials().toArray())));
  }

  @Override
  public String template() {
    return "Softmax.c.ftl";
  }

  @Override
  public Set<Helper> helpers() {
    return EnumSet.of(Helper.SCALE, Helper.ROUND_SHIFT_ANY, Helper.RECIPROCAL);
  }
}
