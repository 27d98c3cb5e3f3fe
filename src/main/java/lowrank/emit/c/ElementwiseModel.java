package lowrank.emit.c;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import lowrank.kernel.Kernel;
import lowrank.kernel.Operand;
import lowrank.kernel.ProductKernel;
import lowrank.kernel.SumKernel;
import lowrank.tensor.IntTensor;

/**
 * Sum, difference or product of two operands, of which one may be constant or repeated.
 *
 * @param parameters the inputs that are activations
 * @param rows number of times that an operand of {@code period} elements is repeated; 1 where none
 *     is, {@code i} then being the only index and {@code period} the number of elements
 * @param statements that leave the result before clamping in {@code value}
 */
public record ElementwiseModel(
    Head head,
    List<Parameter> parameters,
    int rows,
    int period,
    List<String> statements,
    int minimum,
    int maximum,
    Set<Helper> helpers,
    List<ConstantModel> constants)
    implements LayerModel {

  /** An input with its C type. */
  public record Parameter(String type, String name) {
    private static Parameter of(String name, Operand operand) {
      return new Parameter(CText.type(operand.type().type().element()), name);
    }
  }

  static ElementwiseModel of(SumKernel kernel, LayerContext context) {
    EnumSet<Helper> helpers = EnumSet.of(Helper.clamp(kernel.output()));
    int shift = kernel.leftShift();
    long leftBound = AddModel.span(kernel.left().type()) << shift;
    long rightBound = AddModel.span(kernel.right().type()) << shift;
    Scaling left = Scaling.of(kernel.leftMultiplier(), leftBound);
    Scaling right = Scaling.of(kernel.rightMultiplier(), rightBound);
    Scaling output = Scaling.of(kernel.outputMultiplier(), leftBound + rightBound);
    Stream.of(left, right, output).map(Scaling::helpers).forEach(helpers::addAll);
    String prefix = context.prefix();
    int count = kernel.output().shape().elements();
    String a = raised("left", kernel.left(), count, shift, context);
    String b = raised("right", kernel.right(), count, shift, context);
    int zeroPoint = kernel.output().type().zeroPoint();
    List<String> statements =
        List.of(
            "const int32_t raised_a = " + a,
            "const int32_t raised_b = " + b,
            "const int32_t a = " + left.expression(prefix, "raised_a", kernel.leftMultiplier(), 0),
            "const int32_t b = "
                + right.expression(prefix, "raised_b", kernel.rightMultiplier(), 0),
            "const int32_t value = "
                + output.expression(
                    prefix,
                    kernel.subtract() ? "a - b" : "a + b",
                    kernel.outputMultiplier(),
                    zeroPoint));
    String what = kernel.subtract() ? "difference" : "sum";
    return of(what, kernel, kernel.left(), kernel.right(), statements, helpers, context)
        .within(kernel.minimum(), kernel.maximum());
  }

  static ElementwiseModel of(ProductKernel kernel, LayerContext context) {
    EnumSet<Helper> helpers = EnumSet.of(Helper.CLAMP);
    Scaling scaling = Scaling.of(kernel.multiplier(), 255 * 255);
    helpers.addAll(scaling.helpers());
    int count = kernel.output().shape().elements();
    List<String> statements =
        List.of(
            "const int32_t a = " + centred("left", kernel.left(), count, context),
            "const int32_t b = " + centred("right", kernel.right(), count, context),
            "const int32_t value = "
                + scaling.expression(
                    context.prefix(),
                    "a * b",
                    kernel.multiplier(),
                    kernel.output().type().zeroPoint()));
    return of("product", kernel, kernel.left(), kernel.right(), statements, helpers, context)
        .within(kernel.minimum(), kernel.maximum());
  }

  private static ElementwiseModel of(
      String what,
      Kernel kernel,
      Operand left,
      Operand right,
      List<String> statements,
      Set<Helper> helpers,
      LayerContext context) {
    int count = kernel.output().shape().elements();
    int smaller = Math.min(left.size(), right.size());
    int period = smaller == 1 ? count : smaller;
    List<Parameter> parameters = new ArrayList<>();
    if (left.constant().isEmpty()) {
      parameters.add(Parameter.of("left", left));
    }
    if (right.constant().isEmpty()) {
      parameters.add(Parameter.of("right", right));
    }
    List<ConstantModel> constants =
        left.constant().or(right::constant).stream().map(table -> table(table, context)).toList();
    return new ElementwiseModel(
        context.head(constants.isEmpty() ? what : what + " with a constant"),
        parameters,
        count / period,
        period,
        statements,
        0,
        0,
        helpers,
        constants);
  }

  private ElementwiseModel within(int lowest, int highest) {
    return new ElementwiseModel(
        head, parameters, rows, period, statements, lowest, highest, helpers, constants);
  }

  private static ConstantModel table(IntTensor table, LayerContext context) {
    List<String> comment =
        List.of(CText.format("%s: the constant operand.", context.layer()), context.source());
    return ConstantModel.of(tableName(context), table.type(), comment, table.toArray());
  }

  private static String tableName(LayerContext context) {
    return context.function() + "_constant";
  }

  private static String raised(
      String name, Operand operand, int count, int shift, LayerContext context) {
    return CText.format("(%s) * (1 << %d)", centred(name, operand, count, context), shift);
  }

  private static String centred(String name, Operand operand, int count, LayerContext context) {
    String array = operand.constant().isPresent() ? tableName(context) : name;
    String index = operand.size() == count ? "i" : operand.size() == 1 ? "0" : "channel";
    return array + "[" + index + "]" + CText.plus(-operand.zeroPoint());
  }

  @Override
  public String template() {
    return "Elementwise.c.ftl";
  }
}
