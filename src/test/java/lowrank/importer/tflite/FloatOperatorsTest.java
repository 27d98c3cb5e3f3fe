package lowrank.importer.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import lowrank.execute.FloatExecutor;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.operator.Dense;
import lowrank.oracle.TfliteModelBuilder;
import lowrank.oracle.TfliteOracle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.lite.schema.ActivationFunctionType;
import org.tensorflow.lite.schema.AddOptionsT;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.Conv2DOptionsT;
import org.tensorflow.lite.schema.DepthwiseConv2DOptionsT;
import org.tensorflow.lite.schema.FullyConnectedOptionsT;
import org.tensorflow.lite.schema.HardSwishOptionsT;
import org.tensorflow.lite.schema.LeakyReluOptionsT;
import org.tensorflow.lite.schema.MulOptionsT;
import org.tensorflow.lite.schema.Padding;
import org.tensorflow.lite.schema.Pool2DOptionsT;
import org.tensorflow.lite.schema.ReducerOptionsT;
import org.tensorflow.lite.schema.ReshapeOptionsT;
import org.tensorflow.lite.schema.SoftmaxOptionsT;
import org.tensorflow.lite.schema.SubOptionsT;
import org.tensorflow.lite.schema.TensorType;
import org.tensorflow.lite.schema.TransposeConvOptionsT;

/** Small float models give here what TFLite's interpreter gives, up to rounding. */
class FloatOperatorsTest {
  private static final int[] IMAGE = {1, 6, 5, 4};

  /** Adds operators over tensor {@code x} of shape {@link #IMAGE}; returns the output tensor. */
  @FunctionalInterface
  private interface Body {
    int build(TfliteModelBuilder model, int x, Random random);
  }

  private static final Map<String, Body> BODIES = new LinkedHashMap<>();

  static {
    BODIES.put("conv2d", (m, x, r) -> convolution(m, x, r, "conv"));
    BODIES.put(
        "conv2dThenConstants",
        (m, x, r) -> {
          int y = convolution(m, x, r, "conv");
          int z = m.activation("z", 1, 3, 3, 4);
          int k = m.floats("k", values(r, 4), 4);
          m.operator(BuiltinOperator.MUL, 1, new int[] {y, k}, z, BuiltinOptions.MulOptions, mul());
          return arithmetic(m, z, r, BuiltinOperator.ADD, false, 1, 3, 3, 4);
        });
    BODIES.put("depthwise", FloatOperatorsTest::depthwise);
    BODIES.put("flattenAndDense", FloatOperatorsTest::dense);
    BODIES.put("addConstant", (m, x, r) -> arithmetic(m, x, r, BuiltinOperator.ADD, false, IMAGE));
    BODIES.put("addToConstant", (m, x, r) -> arithmetic(m, x, r, BuiltinOperator.ADD, true, IMAGE));
    BODIES.put(
        "subtractConstant", (m, x, r) -> arithmetic(m, x, r, BuiltinOperator.SUB, false, IMAGE));
    BODIES.put(
        "subtractFromConstant", (m, x, r) -> arithmetic(m, x, r, BuiltinOperator.SUB, true, IMAGE));
    BODIES.put(
        "multiplyConstant", (m, x, r) -> arithmetic(m, x, r, BuiltinOperator.MUL, true, IMAGE));
    BODIES.put("subtract", (m, x, r) -> products(m, x, BuiltinOperator.SUB));
    BODIES.put("multiply", (m, x, r) -> products(m, x, BuiltinOperator.MUL));
    BODIES.put(
        "hardSwish",
        (m, x, r) ->
            unary(
                m,
                x,
                BuiltinOperator.HARD_SWISH,
                BuiltinOptions.HardSwishOptions,
                new HardSwishOptionsT()));
    BODIES.put("maxPool", (m, x, r) -> pool(m, x, BuiltinOperator.MAX_POOL_2D));
    BODIES.put("averagePool", (m, x, r) -> pool(m, x, BuiltinOperator.AVERAGE_POOL_2D));
    BODIES.put("mean", FloatOperatorsTest::mean);
    BODIES.put("relu", (m, x, r) -> unary(m, x, BuiltinOperator.RELU, (byte) 0, null));
    BODIES.put("relu6", (m, x, r) -> unary(m, x, BuiltinOperator.RELU6, (byte) 0, null));
    BODIES.put("reluN1", (m, x, r) -> unary(m, x, BuiltinOperator.RELU_N1_TO_1, (byte) 0, null));
    BODIES.put("logistic", (m, x, r) -> unary(m, x, BuiltinOperator.LOGISTIC, (byte) 0, null));
    BODIES.put("tanh", (m, x, r) -> unary(m, x, BuiltinOperator.TANH, (byte) 0, null));
    BODIES.put(
        "softmax",
        (m, x, r) -> {
          SoftmaxOptionsT options = new SoftmaxOptionsT();
          options.setBeta(1.5f);
          return unary(m, x, BuiltinOperator.SOFTMAX, BuiltinOptions.SoftmaxOptions, options);
        });
    BODIES.put(
        "leakyRelu",
        (m, x, r) -> {
          LeakyReluOptionsT options = new LeakyReluOptionsT();
          options.setAlpha(0.2f);
          return unary(m, x, BuiltinOperator.LEAKY_RELU, BuiltinOptions.LeakyReluOptions, options);
        });
    BODIES.put("transposeConv", FloatOperatorsTest::transposeConv);
    BODIES.put("transpose", FloatOperatorsTest::transpose);
  }

  static Stream<String> bodies() {
    return BODIES.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void equalsTflite(String name) {
    for (int seed = 0; seed < 4; seed++) {
      Random random = new Random(seed);
      TfliteModelBuilder model = new TfliteModelBuilder();
      int x = model.activation("x", IMAGE);
      compare(name + seed, model.build(x, BODIES.get(name).build(model, x, random)), random);
    }
  }

  private static void compare(String name, byte[] file, Random random) {
    Network network = TfliteImporter.read(name, file).network();
    float[] input = values(random, network.inputShape().elements());
    try (TfliteOracle oracle = new TfliteOracle(file);
        FloatExecutor executor = new FloatExecutor(network)) {
      float[] expected = oracle.run(input);
      float[] actual = executor.run(input, 1).get(network.output());
      assertThat(actual).as(name).hasSameSizeAs(expected);
      float largest = 0;
      for (float value : expected) {
        largest = Math.max(largest, Math.abs(value));
      }
      for (int i = 0; i < expected.length; i++) {
        assertThat(Math.abs(actual[i] - expected[i]))
            .as("%s element %s", name, i)
            .isLessThanOrEqualTo(1e-4f * largest);
      }
    }
  }

  @Test
  void constantsAndActivationsVanishIntoTheConvolution() {
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("x", IMAGE);
    int y = BODIES.get("conv2dThenConstants").build(model, x, new Random(1));
    List<Layer> layers = TfliteImporter.read("m", model.build(x, y)).network().layers();
    assertThat(layers).extracting(layer -> layer.operator().kind()).containsExactly("Conv2d");
  }

  @Test
  void float16WeightsBehindDequantizeAreConstants() {
    Random random = new Random(5);
    float[] weights = {0.5f, -1.25f, 2f, 0.0009765625f, -65504f, 6.103515625e-5f, 5.9604645e-8f, 0};
    short[] halves = {0x3800, (short) 0xbd00, 0x4000, 0x1400, (short) 0xfbff, 0x0400, 0x0001, 0};
    ByteBuffer data = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    data.asShortBuffer().put(halves);
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("x", 1, 4);
    int half = model.constant("fc/MatMul", TensorType.FLOAT16, data.array(), 2, 4);
    int w = model.activation("fc/MatMul_dequantize", 2, 4);
    int b = model.floats("b", values(random, 2), 2);
    int y = model.activation("y", 1, 2);
    model.operator(BuiltinOperator.DEQUANTIZE, 2, new int[] {half}, w, BuiltinOptions.NONE, null);
    model.operator(
        BuiltinOperator.FULLY_CONNECTED,
        1,
        new int[] {x, w, b},
        y,
        BuiltinOptions.FullyConnectedOptions,
        new FullyConnectedOptionsT());
    byte[] file = model.build(x, y);
    Layer layer = TfliteImporter.read("half", file).network().layers().get(0);
    assertThat(((Dense) layer.operator()).weights().toArray()).isEqualTo(weights);
    compare("half", file, random);
  }

  private static float[] values(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = 6 * random.nextFloat() - 3;
    }
    return values;
  }

  private static int convolution(TfliteModelBuilder m, int x, Random r, String name) {
    Conv2DOptionsT options = new Conv2DOptionsT();
    options.setStrideH(2);
    options.setStrideW(2);
    options.setDilationHFactor(1);
    options.setDilationWFactor(1);
    options.setPadding(Padding.SAME);
    int w = m.floats(name + "/Conv2D", values(r, 4 * 2 * 3 * 4), 4, 2, 3, 4);
    int b = m.floats("b", values(r, 4), 4);
    int y = m.activation("y", 1, 3, 3, 4);
    m.operator(
        BuiltinOperator.CONV_2D, 1, new int[] {x, w, b}, y, BuiltinOptions.Conv2DOptions, options);
    return y;
  }

  private static int depthwise(TfliteModelBuilder m, int x, Random r) {
    DepthwiseConv2DOptionsT options = new DepthwiseConv2DOptionsT();
    options.setStrideH(1);
    options.setStrideW(1);
    options.setDilationHFactor(2);
    options.setDilationWFactor(1);
    options.setDepthMultiplier(2);
    options.setPadding(Padding.VALID);
    options.setFusedActivationFunction(ActivationFunctionType.RELU6);
    int w = m.floats("dw/depthwise", values(r, 2 * 3 * 8), 1, 2, 3, 8);
    int b = m.floats("b", values(r, 8), 8);
    int y = m.activation("y", 1, 4, 3, 8);
    m.operator(
        BuiltinOperator.DEPTHWISE_CONV_2D,
        2,
        new int[] {x, w, b},
        y,
        BuiltinOptions.DepthwiseConv2DOptions,
        options);
    return y;
  }

  private static int dense(TfliteModelBuilder m, int x, Random r) {
    int flat = m.activation("flat", 1, 120);
    int shape = m.ints("shape", new int[] {-1, 120}, 2);
    int w = m.floats("fc/MatMul", values(r, 120 * 7), 7, 120);
    int y = m.activation("y", 1, 7);
    m.operator(
        BuiltinOperator.RESHAPE,
        1,
        new int[] {x, shape},
        flat,
        BuiltinOptions.ReshapeOptions,
        new ReshapeOptionsT());
    FullyConnectedOptionsT options = new FullyConnectedOptionsT();
    options.setFusedActivationFunction(ActivationFunctionType.RELU_N1_TO_1);
    m.operator(
        BuiltinOperator.FULLY_CONNECTED,
        1,
        new int[] {flat, w, -1},
        y,
        BuiltinOptions.FullyConnectedOptions,
        options);
    return y;
  }

  private static MulOptionsT mul() {
    return new MulOptionsT();
  }

  private static int arithmetic(
      TfliteModelBuilder m, int x, Random r, int code, boolean constantFirst, int... shape) {
    boolean single = r.nextBoolean();
    int k = single ? m.floats("c", values(r, 1)) : m.floats("c", values(r, 4), 1, 1, 1, 4);
    int y = m.activation("sum", shape);
    int[] inputs = constantFirst ? new int[] {k, x} : new int[] {x, k};
    AddOptionsT add = new AddOptionsT();
    add.setFusedActivationFunction(ActivationFunctionType.RELU);
    SubOptionsT sub = new SubOptionsT();
    sub.setFusedActivationFunction(ActivationFunctionType.RELU6);
    switch (code) {
      case BuiltinOperator.ADD -> m.operator(code, 1, inputs, y, BuiltinOptions.AddOptions, add);
      case BuiltinOperator.SUB -> m.operator(code, 1, inputs, y, BuiltinOptions.SubOptions, sub);
      default -> m.operator(code, 1, inputs, y, BuiltinOptions.MulOptions, mul());
    }
    return y;
  }

  /** With the mean of each channel, once before and once behind. */
  private static int products(TfliteModelBuilder m, int x, int code) {
    ReducerOptionsT options = new ReducerOptionsT();
    options.setKeepDims(true);
    int axes = m.ints("axes", new int[] {1, 2}, 2);
    int mean = m.activation("mean", 1, 1, 1, 4);
    m.operator(
        BuiltinOperator.MEAN, 1, new int[] {x, axes}, mean, BuiltinOptions.ReducerOptions, options);
    int a = m.activation("a", IMAGE);
    int y = m.activation("y", IMAGE);
    boolean sub = code == BuiltinOperator.SUB;
    byte type = sub ? BuiltinOptions.SubOptions : BuiltinOptions.MulOptions;
    m.operator(code, 1, new int[] {mean, x}, a, type, sub ? new SubOptionsT() : mul());
    m.operator(code, 1, new int[] {a, mean}, y, type, sub ? new SubOptionsT() : mul());
    return y;
  }

  private static int pool(TfliteModelBuilder m, int x, int code) {
    Pool2DOptionsT options = new Pool2DOptionsT();
    options.setFilterHeight(3);
    options.setFilterWidth(2);
    options.setStrideH(2);
    options.setStrideW(2);
    options.setPadding(Padding.SAME);
    options.setFusedActivationFunction(ActivationFunctionType.RELU);
    int y = m.activation("y", 1, 3, 3, 4);
    m.operator(code, 1, new int[] {x}, y, BuiltinOptions.Pool2DOptions, options);
    return y;
  }

  private static int mean(TfliteModelBuilder m, int x, Random r) {
    ReducerOptionsT options = new ReducerOptionsT();
    options.setKeepDims(r.nextBoolean());
    int axes = m.ints("axes", new int[] {1, 2}, 2);
    int y = options.getKeepDims() ? m.activation("y", 1, 1, 1, 4) : m.activation("y", 1, 4);
    m.operator(
        BuiltinOperator.MEAN, 1, new int[] {x, axes}, y, BuiltinOptions.ReducerOptions, options);
    return y;
  }

  private static int unary(TfliteModelBuilder m, int x, int code, byte type, Object options) {
    int y = m.activation("y", IMAGE);
    m.operator(code, 1, new int[] {x}, y, type, options);
    return y;
  }

  private static int transposeConv(TfliteModelBuilder m, int x, Random r) {
    TransposeConvOptionsT options = new TransposeConvOptionsT();
    options.setStrideH(2);
    options.setStrideW(3);
    options.setPadding(r.nextBoolean() ? Padding.SAME : Padding.VALID);
    boolean same = options.getPadding() == Padding.SAME;
    int[] size = same ? new int[] {1, 12, 14, 3} : new int[] {1, 13, 15, 3};
    int s = m.ints("s", size, 4);
    int w = m.floats("w", values(r, 3 * 3 * 2 * 4), 3, 3, 2, 4);
    int b = m.floats("b", values(r, 3), 3);
    int y = m.activation("y", size);
    m.operator(
        BuiltinOperator.TRANSPOSE_CONV,
        3,
        new int[] {s, w, x, b},
        y,
        BuiltinOptions.TransposeConvOptions,
        options);
    return y;
  }

  /** Moves dimensions of one only: 1×1×1×4 to 1×4×1×1, between a mean and a rectifier. */
  private static int transpose(TfliteModelBuilder m, int x, Random r) {
    ReducerOptionsT options = new ReducerOptionsT();
    options.setKeepDims(true);
    int axes = m.ints("axes", new int[] {1, 2}, 2);
    int pooled = m.activation("pooled", 1, 1, 1, 4);
    m.operator(
        BuiltinOperator.MEAN,
        1,
        new int[] {x, axes},
        pooled,
        BuiltinOptions.ReducerOptions,
        options);
    int moved = m.activation("moved", 1, 4, 1, 1);
    int order = m.ints("order", new int[] {0, 3, 1, 2}, 4);
    m.operator(
        BuiltinOperator.TRANSPOSE, 1, new int[] {pooled, order}, moved, BuiltinOptions.NONE, null);
    int y = m.activation("y", 1, 4, 1, 1);
    m.operator(BuiltinOperator.RELU, 1, new int[] {moved}, y, BuiltinOptions.NONE, null);
    return y;
  }
}
