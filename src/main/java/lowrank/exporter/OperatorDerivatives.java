package lowrank.exporter;

import static lowrank.exporter.Protos.integer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import lowrank.kernel.PoolKernel;
import lowrank.kernel.Window;
import lowrank.operator.Add;
import lowrank.operator.Clamp;
import lowrank.operator.Concatenation;
import lowrank.operator.Conv2d;
import lowrank.operator.Dense;
import lowrank.operator.Mean;
import lowrank.operator.Operator;
import lowrank.operator.Pad;
import lowrank.operator.Pool2d;
import lowrank.operator.Reshape;
import lowrank.operator.Slice;
import lowrank.tensor.Shape;

/**
 * The table of operators whose derivative is known: how a gradient with respect to the output,
 * before any fused activation, becomes one with respect to each input.
 */
final class OperatorDerivatives {
  private static final Map<Class<? extends Operator>, Rule<Operator>> ALL = new LinkedHashMap<>();

  static {
    add(Conv2d.class, OperatorDerivatives::convolution);
    add(Dense.class, OperatorDerivatives::dense);
    add(Add.class, OperatorDerivatives::sum);
    add(Clamp.class, (clamp, layer, gradient) -> one(gradient));
    add(Pool2d.class, OperatorDerivatives::pool);
    add(Mean.class, OperatorDerivatives::mean);
    add(Reshape.class, OperatorDerivatives::reshape);
    add(Concatenation.class, OperatorDerivatives::concatenation);
    add(Pad.class, OperatorDerivatives::pad);
    add(Slice.class, OperatorDerivatives::slice);
  }

  private OperatorDerivatives() {}

  /** Writes one derivative; empty where the operator is used in a way that has none here. */
  @FunctionalInterface
  private interface Rule<T extends Operator> {
    Optional<List<String>> write(T operator, DerivativeWriter layer, String gradient);
  }

  private static <T extends Operator> void add(Class<T> type, Rule<T> rule) {
    ALL.put(type, (operator, layer, gradient) -> rule.write(type.cast(operator), layer, gradient));
  }

  /** Gradients for all inputs; empty if the derivative is not known. */
  static Optional<List<String>> write(Operator operator, DerivativeWriter layer, String gradient) {
    Rule<Operator> rule = ALL.get(operator.getClass());
    return rule == null ? Optional.empty() : rule.write(operator, layer, gradient);
  }

  private static Optional<List<String>> one(String gradient) {
    return Optional.of(List.of(gradient));
  }

  private static Optional<List<String>> convolution(
      Conv2d operator, DerivativeWriter layer, String gradient) {
    Shape shape = operator.weights().shape();
    float[] values = new float[shape.elements()];
    int[] order = ChannelsFirst.weightOrder(shape);
    for (int i = 0; i < values.length; i++) {
      values[i] = operator.weights().at(order[i]);
    }
    String weights = layer.constant(Protos.floats(values, ChannelsFirst.weightDimensions(shape)));
    return one(layer.spread(gradient, weights, operator.window(), operator.groups()));
  }

  private static Optional<List<String>> dense(
      Dense operator, DerivativeWriter layer, String gradient) {
    Shape shape = operator.weights().shape();
    float[] values = new float[shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = operator.weights().at(i);
    }
    String weights = layer.constant(Protos.floats(values, shape.dimension(0), shape.dimension(1)));
    String elements = layer.node("MatMul", List.of(gradient, weights));
    return one(layer.shaped(elements, layer.inputShape()));
  }

  private static Optional<List<String>> sum(Add operator, DerivativeWriter layer, String gradient) {
    boolean same = layer.inputShapes().stream().allMatch(layer.outputShape()::equals);
    return same
        ? Optional.of(Collections.nCopies(layer.inputs().size(), gradient))
        : Optional.empty();
  }

  private static Optional<List<String>> pool(
      Pool2d operator, DerivativeWriter layer, String gradient) {
    Window window = operator.window();
    if (window.padded()) {
      return Optional.empty();
    }
    if (operator.mode() == PoolKernel.Mode.AVERAGE) {
      return one(layer.spread(gradient, window, 1f / window.taps()));
    }
    boolean tiles =
        window.equals(
            Window.of(window.kernelHeight(), window.kernelWidth())
                .withStride(window.kernelHeight(), window.kernelWidth()));
    if (!tiles || !operator.activation().isAll()) {
      return Optional.empty();
    }
    String maximum = layer.node("MaxPool", layer.inputs(), poolAttributes(window));
    String wide = layer.spread(maximum, window, 1);
    String chosen = layer.node("Equal", List.of(layer.inputs().get(0), wide));
    String factor = layer.node("Cast", List.of(chosen), integer("to", 1));
    return one(layer.node("Mul", List.of(layer.spread(gradient, window, 1), factor)));
  }

  private static ai.onnx.proto.OnnxMl.AttributeProto[] poolAttributes(Window window) {
    return new ai.onnx.proto.OnnxMl.AttributeProto[] {
      Protos.integers("kernel_shape", WindowWriters.kernel(window)),
      Protos.integers("strides", WindowWriters.strides(window))
    };
  }

  private static Optional<List<String>> mean(
      Mean operator, DerivativeWriter layer, String gradient) {
    Window window = Window.of(layer.inputShape().height(), layer.inputShape().width());
    return one(layer.spread(gradient, window, 1f / window.taps()));
  }

  private static Optional<List<String>> reshape(
      Reshape operator, DerivativeWriter layer, String gradient) {
    return one(layer.shaped(layer.elements(gradient, operator.shape()), layer.inputShape()));
  }

  private static Optional<List<String>> concatenation(
      Concatenation operator, DerivativeWriter layer, String gradient) {
    int rank = layer.outputShape().rank();
    String axis = layer.constant(List.of((long) ChannelsFirst.axis(operator.axis(), rank)));
    List<String> parts = new ArrayList<>();
    long start = 0;
    for (Shape shape : layer.inputShapes()) {
      long end = start + shape.dimension(operator.axis());
      parts.add(
          layer.node(
              "Slice",
              List.of(
                  gradient, layer.constant(List.of(start)), layer.constant(List.of(end)), axis)));
      start = end;
    }
    return Optional.of(parts);
  }

  private static Optional<List<String>> pad(Pad operator, DerivativeWriter layer, String gradient) {
    int rank = operator.before().size();
    List<Integer> ends =
        IntStream.range(0, rank)
            .mapToObj(axis -> operator.before().get(axis) + layer.inputShape().dimension(axis))
            .toList();
    return one(
        layer.node(
            "Slice",
            List.of(
                gradient,
                layer.constant(inOrder(operator.before())),
                layer.constant(inOrder(ends)),
                layer.constant(LongStream.rangeClosed(1, rank).boxed().toList()))));
  }

  /** Zeros between and around the elements that were taken. */
  private static Optional<List<String>> slice(
      Slice operator, DerivativeWriter layer, String gradient) {
    int rank = operator.begin().size();
    boolean dense = operator.step().stream().allMatch(step -> step == 1);
    if (!dense && (rank != 3 || operator.step().get(2) != 1)) {
      return Optional.empty();
    }
    String apart = dense ? gradient : apart(operator, layer, gradient);
    List<Long> amounts = new ArrayList<>(List.of(0L));
    amounts.addAll(inOrder(operator.begin()));
    amounts.add(0L);
    List<Integer> after = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      int taken = (layer.outputShape().dimension(axis) - 1) * operator.step().get(axis) + 1;
      after.add(layer.inputShape().dimension(axis) - operator.begin().get(axis) - taken);
    }
    amounts.addAll(inOrder(after));
    return one(layer.node("Pad", List.of(apart, layer.constant(amounts))));
  }

  private static String apart(Slice operator, DerivativeWriter layer, String gradient) {
    int channels = layer.outputShape().channels();
    float[] ones = new float[channels];
    Arrays.fill(ones, 1);
    return layer.node(
        "ConvTranspose",
        List.of(gradient, layer.constant(Protos.floats(ones, channels, 1, 1, 1))),
        integer("group", channels),
        Protos.integers("strides", operator.step().get(0), operator.step().get(1)));
  }

  private static List<Long> inOrder(List<Integer> perDimension) {
    return ChannelsFirst.inOrder(perDimension).stream().map(Integer::longValue).toList();
  }
}
