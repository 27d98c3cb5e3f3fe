package lowrank.exporter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import lowrank.fixed.Multiplier;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.QuantizedWeights;
import lowrank.fixed.Requantiser;
import lowrank.fixed.Rounding;
import lowrank.kernel.AddKernel;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.Kernel;
import lowrank.kernel.LookupKernel;
import lowrank.kernel.MeanKernel;
import lowrank.kernel.PoolKernel;
import lowrank.kernel.ProductKernel;
import lowrank.kernel.RequantiseKernel;
import lowrank.kernel.SumKernel;
import lowrank.kernel.TensorType;
import lowrank.kernel.TransposedConvolutionKernel;

/**
 * Puts one of the {@link RoundingFunctions} behind an operator whose integers are rounded otherwise
 * than QuantizeLinear rounds, which is once, in float32 and with halves to even.
 */
final class RoundingWriter {
  /** Windows up to this size: {@link #NUDGED_HALF} lifts no average of so few over the half. */
  private static final int LARGEST_AVERAGE = 1 << 10;

  private static final double NUDGED_HALF = 0.5 + 0x1p-12;
  private static final Map<Class<? extends Kernel>, Form<Kernel>> FORMS = new LinkedHashMap<>();

  static {
    add(
        ConvolutionKernel.class,
        (kernel, writer) -> writer.weighted(kernel.input(), kernel.requantiser(), kernel.output()));
    add(
        TransposedConvolutionKernel.class,
        (kernel, writer) -> writer.weighted(kernel.input(), kernel.requantiser(), kernel.output()));
    add(MeanKernel.class, (kernel, writer) -> writer.mean(kernel));
    add(PoolKernel.class, (kernel, writer) -> writer.pool(kernel));
    add(
        ProductKernel.class,
        (kernel, writer) ->
            writer.twice(
                (double) scale(kernel.left().type()) * scale(kernel.right().type()),
                kernel.multiplier(),
                kernel.output()));
    add(AddKernel.class, (kernel, writer) -> writer.sum(kernel));
    add(SumKernel.class, (kernel, writer) -> writer.sum(kernel));
    add(LookupKernel.class, (kernel, writer) -> writer.table(kernel));
    add(
        RequantiseKernel.class,
        (kernel, writer) ->
            writer.twice(scale(kernel.input()), kernel.multiplier(), kernel.output()));
  }

  /** Writes the rounding of one kind of kernel and returns the name of the rounded value. */
  @FunctionalInterface
  private interface Form<K extends Kernel> {
    String write(K kernel, RoundingWriter writer);
  }

  private final LayerWriter layer;
  private final String value;
  private final List<String> inputs;
  private final QuantizedWeights weights;

  private RoundingWriter(
      LayerWriter layer, String value, List<String> inputs, QuantizedWeights weights) {
    this.layer = layer;
    this.value = value;
    this.inputs = inputs;
    this.weights = weights;
  }

  private static <K extends Kernel> void add(Class<K> type, Form<K> form) {
    FORMS.put(type, (kernel, writer) -> form.write(type.cast(kernel), writer));
  }

  /**
   * Rounds as the kernel does.
   *
   * @param value the operator's real result
   * @param inputs what the operator read
   * @param weights null if the layer has none
   * @return the rounded value; {@code value} where QuantizeLinear rounds alike
   */
  static String write(
      LayerWriter layer,
      Kernel kernel,
      String value,
      List<String> inputs,
      QuantizedWeights weights) {
    Form<Kernel> form = FORMS.get(kernel.getClass());
    return form == null
        ? value
        : form.write(kernel, new RoundingWriter(layer, value, inputs, weights));
  }

  private String weighted(TensorType input, Requantiser requantiser, TensorType output) {
    int channels = requantiser.multipliers().size();
    List<Multiplier> multipliers =
        IntStream.range(0, channels)
            .mapToObj(
                channel ->
                    new Multiplier(
                        requantiser.multipliers().at(channel), requantiser.shifts().at(channel)))
            .toList();
    double[] units =
        IntStream.range(0, channels)
            .mapToDouble(channel -> (double) scale(input) * weights.scale(channel))
            .toArray();
    long[] dimensions =
        output.shape().rank() == 3 ? new long[] {channels, 1, 1} : new long[] {channels};
    return requantiser.rounding() == Rounding.TWICE
        ? twice(units, multipliers, output, dimensions)
        : once(units, multipliers, output, dimensions);
  }

  private String once(
      double[] units, List<Multiplier> multipliers, TensorType output, long[] dimensions) {
    double[] factors =
        multipliers.stream()
            .mapToDouble(m -> Math.scalb((double) m.value(), m.shift() - 31))
            .toArray();
    return layer.function(
        RoundingFunctions.ONCE,
        List.of(
            value,
            constant("unit", units, dimensions),
            constant("factor", factors, dimensions),
            constant("step", scale(output))));
  }

  private String twice(
      double[] units, List<Multiplier> multipliers, TensorType output, long[] dimensions) {
    double[] factors = multipliers.stream().mapToDouble(RoundingWriter::factor).toArray();
    double[] powers = multipliers.stream().mapToDouble(RoundingWriter::power).toArray();
    return layer.function(
        RoundingFunctions.TWICE,
        List.of(
            value,
            constant("unit", units, dimensions),
            constant("factor", factors, dimensions),
            constant("power", powers, dimensions),
            constant("step", scale(output))));
  }

  private String twice(double unit, Multiplier multiplier, TensorType output) {
    return twice(new double[] {unit}, List.of(multiplier), output, new long[0]);
  }

  private String mean(MeanKernel kernel) {
    int pixels = kernel.input().shape().height() * kernel.input().shape().width();
    return twice((double) scale(kernel.input()) / pixels, kernel.multiplier(), kernel.output());
  }

  private String pool(PoolKernel kernel) {
    if (kernel.mode() == PoolKernel.Mode.MAXIMUM || kernel.window().taps() > LARGEST_AVERAGE) {
      return value;
    }
    return layer.function(
        RoundingFunctions.AVERAGE,
        List.of(
            value,
            constant("step", scale(kernel.input())),
            constant("zero_point", kernel.input().type().zeroPoint()),
            constant("half", NUDGED_HALF)));
  }

  private String sum(AddKernel kernel) {
    return sum(
        side("left", kernel.left(), kernel.leftMultiplier(), kernel.leftShift(), 1),
        side("right", kernel.right(), kernel.rightMultiplier(), kernel.leftShift(), 1),
        kernel.outputMultiplier(),
        kernel.output());
  }

  private String sum(SumKernel kernel) {
    return sum(
        side("left", kernel.left().type(), kernel.leftMultiplier(), kernel.leftShift(), 1),
        side(
            "right",
            kernel.right().type(),
            kernel.rightMultiplier(),
            kernel.leftShift(),
            kernel.subtract() ? -1 : 1),
        kernel.outputMultiplier(),
        kernel.output());
  }

  private String sum(
      List<String> left, List<String> right, Multiplier multiplier, TensorType output) {
    List<String> parameters = new ArrayList<>(List.of(value));
    parameters.addAll(inputs);
    parameters.addAll(left);
    parameters.addAll(right);
    parameters.add(constant("factor", factor(multiplier)));
    parameters.add(constant("power", power(multiplier)));
    parameters.add(constant("step", scale(output)));
    return layer.function(RoundingFunctions.SUM, parameters);
  }

  /** Unit, factor and power of one side of a sum, which is raised by some bits first. */
  private List<String> side(
      String name, TensorType type, Multiplier multiplier, int bits, int sign) {
    return List.of(
        constant(name + "_unit", scale(type)),
        constant(name + "_factor", Math.scalb(factor(multiplier), bits)),
        constant(name + "_power", sign * power(multiplier)));
  }

  private String table(LookupKernel kernel) {
    QuantizedType from = kernel.input().type();
    QuantizedType to = kernel.output().type();
    float[] reals = new float[kernel.table().size()];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = to.dequantize(kernel.table().at(i));
    }
    return layer.function(
        RoundingFunctions.TABLE,
        List.of(
            value,
            inputs.get(0),
            constant("unit", from.scale()),
            constant("first", from.zeroPoint() - Byte.MIN_VALUE),
            layer.constant("table", Protos.floats(reals, reals.length))));
  }

  private String constant(String role, double number) {
    return constant(role, new double[] {number});
  }

  private String constant(String role, double[] numbers, long... dimensions) {
    return layer.constant("rounding/" + role, Protos.doubles(numbers, dimensions));
  }

  private static float scale(TensorType type) {
    return type.type().scale();
  }

  /** What a sum is multiplied by before the first rounding. */
  private static double factor(Multiplier multiplier) {
    return Math.scalb((double) multiplier.value(), Math.max(multiplier.shift(), 0) - 31);
  }

  /** What the first rounding's result is multiplied by before the second. */
  private static double power(Multiplier multiplier) {
    return Math.scalb(1.0, Math.min(multiplier.shift(), 0));
  }
}
