package lowrank.importer.onnx;

import static lowrank.importer.onnx.TestModel.integer;
import static lowrank.importer.onnx.TestModel.ints;
import static lowrank.importer.onnx.TestModel.real;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lowrank.fixed.QuantizedType;
import lowrank.interpret.FixedPointInterpreter;
import lowrank.network.ImportedModel;
import lowrank.network.Network;
import lowrank.oracle.FloatOracle;
import lowrank.oracle.Processor;
import lowrank.quantize.FixedNetworkBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Operators on integers, one by one, against ONNX Runtime. It multiplies by scales in float32 and
 * rounds halves to even; here 31-bit multipliers are applied and rounded twice, halves away from
 * zero. So an integer may be its neighbour, and nothing else. A pool is rounded at its input's
 * scale first, which makes neighbours more frequent.
 */
class QuantizedOperatorsTest {
  private static final int SEEDS = 6;
  private static final int INPUTS = 8;
  private static final double SHARE = 0.1;

  /** Two products of such a weight and a uint8 activation fit 16 bits. */
  private static final int WEIGHTS_WITHOUT_SATURATION = 64;

  private interface Body {
    void add(Builder model);
  }

  /** A model under construction: the integers' type, random numbers, and the scale behind them. */
  private static final class Builder {
    private final TestModel model;
    private final DataType type;
    private final Random random;
    private String scale;
    private String point;

    Builder(DataType type, Random random, long... dimensions) {
      this.model = TestModel.of(dimensions);
      this.type = type;
      this.random = random;
      output(0.01f);
      model.then("QuantizeLinear", scale, point);
    }

    /** Chooses a type for the next value. */
    List<String> output(float typical) {
      int zeroPoint = random.nextInt(200) - (type == DataType.INT8 ? 100 : -28);
      scale = model.scalar(typical * (0.7f + random.nextFloat()));
      point = model.integers(type, new int[] {zeroPoint});
      return List.of(scale, point);
    }

    /** The newest value with its type. */
    List<String> newest() {
      return List.of(model.last(), scale, point);
    }

    /** Symmetric weights, one scale per output channel, with their type. */
    List<String> weights(int outputs, DataType element, long... dimensions) {
      int middle = element == DataType.UINT8 ? 128 : 0;
      int count = (int) Arrays.stream(dimensions).reduce(1, (a, b) -> a * b);
      int most = Processor.saturatesInt8Sums() ? WEIGHTS_WITHOUT_SATURATION : 127;
      int[] values = random.ints(count, middle - most, middle + most + 1).toArray();
      float[] scales = new float[outputs];
      for (int i = 0; i < outputs; i++) {
        scales[i] = 0.002f + 0.01f * random.nextFloat();
      }
      int[] points = IntStream.generate(() -> middle).limit(outputs).toArray();
      return outputs == 1
          ? List.of(
              model.integers(element, values, dimensions),
              model.scalar(scales[0]),
              model.integers(element, points))
          : List.of(
              model.integers(element, values, dimensions),
              model.floats(scales, outputs),
              model.integers(element, points, outputs));
    }

    String bias(int count) {
      return model.integers(DataType.INT32, random.ints(count, -3000, 3000).toArray(), count);
    }

    void single(String operator, float typical, ai.onnx.proto.OnnxMl.AttributeProto... attributes) {
      List<String> input = newest();
      model.contributed(operator, joined(input, output(typical)), attributes);
    }

    byte[] finished() {
      return model.then("DequantizeLinear", scale, point).bytes();
    }
  }

  @SafeVarargs
  private static List<String> joined(List<String> first, List<String>... more) {
    List<String> all = new ArrayList<>(first);
    for (List<String> next : more) {
      all.addAll(next);
    }
    return all;
  }

  private static final Map<String, Body> BODIES = new LinkedHashMap<>();

  static {
    BODIES.put("conv", QuantizedOperatorsTest::convolution);
    BODIES.put("matMul", QuantizedOperatorsTest::matMul);
    BODIES.put("gemm", QuantizedOperatorsTest::gemm);
    BODIES.put("add", b -> pair(b, "QLinearAdd", 0.02f));
    BODIES.put("mul", b -> pair(b, "QLinearMul", 0.01f));
    BODIES.put("addConstant", b -> constant(b, "QLinearAdd", 0.02f));
    BODIES.put("mulConstant", b -> constant(b, "QLinearMul", 0.01f));
    BODIES.put("mulChannels", QuantizedOperatorsTest::perChannel);
    BODIES.put("sigmoid", b -> b.single("QLinearSigmoid", 0.003f));
    BODIES.put("leakyRelu", b -> b.single("QLinearLeakyRelu", 0.01f, real("alpha", 0.2f)));
    BODIES.put(
        "globalAveragePool",
        b -> b.single("QLinearGlobalAveragePool", 0.004f, integer("channels_last", 0)));
    BODIES.put(
        "averagePool", b -> b.single("QLinearAveragePool", 0.01f, ints("kernel_shape", 2, 2)));
    BODIES.put("concat", QuantizedOperatorsTest::concat);
    BODIES.put("maxPool", b -> b.model.with("MaxPool", ints("kernel_shape", 2, 2)));
  }

  private static void convolution(Builder b) {
    List<String> input = b.newest();
    List<String> weights = b.weights(4, DataType.INT8, 4, 3, 3, 3);
    List<String> rest = joined(b.output(0.04f), List.of(b.bias(4)));
    b.model.node("QLinearConv", joined(input, weights, rest), ints("pads", 1, 1, 1, 1));
  }

  private static void matMul(Builder b) {
    b.model.with("Flatten");
    List<String> input = b.newest();
    List<String> weights = b.weights(1, b.type, 60, 7);
    b.model.node("QLinearMatMul", joined(input, weights, b.output(0.05f)));
  }

  private static void gemm(Builder b) {
    b.model.with("Flatten");
    List<String> input = b.newest();
    List<String> weights = b.weights(5, DataType.INT8, 5, 60);
    List<String> rest = joined(List.of(b.bias(5)), b.output(0.05f));
    b.model.contributed("QGemm", joined(input, weights, rest), integer("transB", 1));
  }

  private static void pair(Builder b, String operator, float typical) {
    List<String> input = b.newest();
    b.single("QLinearLeakyRelu", 0.01f, real("alpha", 0.5f));
    List<String> other = b.newest();
    b.model.contributed(operator, joined(input, other, b.output(typical)));
  }

  private static void perChannel(Builder b) {
    List<String> input = b.newest();
    b.single("QLinearGlobalAveragePool", 0.004f);
    List<String> gate = b.newest();
    b.model.contributed("QLinearMul", joined(gate, input, b.output(0.02f)));
  }

  private static void constant(Builder b, String operator, float typical) {
    List<String> input = b.newest();
    long[] dimensions =
        List.of(new long[0], new long[] {3, 1, 1}, new long[] {1, 3, 4, 5})
            .get(b.random.nextInt(3));
    int count = (int) Arrays.stream(dimensions).reduce(1, (x, y) -> x * y);
    int low = b.type == DataType.INT8 ? -128 : 0;
    int[] values = b.random.ints(count, low, low + 256).toArray();
    String constant = b.model.integers(b.type, values, dimensions);
    List<String> second = joined(List.of(constant), b.output(0.01f));
    b.model.contributed(operator, joined(input, second, b.output(typical)));
  }

  private static void concat(Builder b) {
    List<String> input = b.newest();
    b.single("QLinearSigmoid", 0.004f);
    List<String> other = b.newest();
    b.model.contributed(
        "QLinearConcat", joined(b.output(0.012f), input, other), integer("axis", 1));
  }

  static Stream<String> bodies() {
    return BODIES.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void integersAreThoseOfOnnxRuntimeOrTheirNeighbours(String name) {
    int different = 0;
    int elements = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed + name.hashCode());
      DataType type = seed % 2 == 0 ? DataType.UINT8 : DataType.INT8;
      Builder builder = new Builder(type, random, 1, 3, 4, 5);
      BODIES.get(name).add(builder);
      byte[] file = builder.finished();
      ImportedModel model = OnnxImporter.read("q.onnx", file);
      for (int i = 0; i < INPUTS; i++) {
        double[] steps = differences(file, model, random);
        assertThat(DoubleStream.of(steps).max().orElseThrow())
            .as("%s seed %s", name, seed)
            .isLessThanOrEqualTo(1);
        different += (int) DoubleStream.of(steps).sum();
        elements += steps.length;
      }
    }
    assertThat((double) different / elements)
        .as("share of neighbours")
        .isLessThan(name.equals("averagePool") ? 3 * SHARE : SHARE);
  }

  /** Steps between the two outputs, one for each element. */
  private static double[] differences(byte[] file, ImportedModel model, Random random) {
    Network network = model.network();
    Map<String, QuantizedType> types = model.quantization().orElseThrow().activations();
    QuantizedType from = types.get(network.input());
    QuantizedType to = types.get(network.output());
    int[] integers = random.ints(network.inputShape().elements(), -128, 128).toArray();
    float[] values = new float[integers.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = from.dequantize(integers[i]);
    }
    OnnxOracle.Output expected = OnnxOracle.run(file, values);
    float[] stored = OnnxOracle.stored(network, values);
    int[] input = new int[stored.length];
    for (int i = 0; i < input.length; i++) {
      input[i] = from.quantize(stored[i]);
    }
    FixedPointInterpreter interpreter =
        new FixedPointInterpreter(
            FixedNetworkBuilder.build(network, model.quantization().orElseThrow()));
    double[] output = IntStream.of(interpreter.run(input)).asDoubleStream().toArray();
    FloatOracle.Activation found =
        new FloatOracle.Activation(network.shapes().get(network.output()), output);
    double[] actual = OnnxOracle.inOrder(network, found, expected.dimensions());
    assertThat(actual).hasSameSizeAs(expected.values());
    double[] steps = new double[actual.length];
    for (int i = 0; i < steps.length; i++) {
      long integer = Math.round(expected.values()[i] / (double) to.scale()) + to.zeroPoint();
      steps[i] = Math.abs(actual[i] - integer);
    }
    return steps;
  }

  @Test
  void omittedZeroPointsAndOtherLayoutsAreRefused() {
    Builder builder = new Builder(DataType.UINT8, new Random(1), 1, 3, 4, 5);
    builder.model.contributed(
        "QLinearSigmoid",
        List.of(builder.model.last(), builder.scale, "", builder.scale, builder.point));
    assertThatThrownBy(() -> OnnxImporter.read("q.onnx", builder.finished()))
        .hasMessageContaining("node qlinearsigmoid1: ")
        .hasMessageContaining("a zero point, is left out");
    Builder last = new Builder(DataType.UINT8, new Random(1), 1, 3, 4, 5);
    last.single("QLinearGlobalAveragePool", 1, integer("channels_last", 1));
    assertThatThrownBy(() -> OnnxImporter.read("q.onnx", last.finished()))
        .hasMessageContaining("node qlinearglobalaveragepool1: ")
        .hasMessageContaining("channels last");
  }
}
