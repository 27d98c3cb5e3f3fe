package lowrank.oracle;

import static lowrank.oracle.TfliteDraws.activation;
import static lowrank.oracle.TfliteDraws.between;
import static lowrank.oracle.TfliteDraws.padding;
import static lowrank.oracle.TfliteDraws.scale;
import static lowrank.oracle.TfliteDraws.size;
import static lowrank.oracle.TfliteDraws.type;
import static lowrank.oracle.TfliteDraws.weights;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import lowrank.fixed.QuantizedType;
import org.tensorflow.lite.schema.AddOptionsT;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.ConcatenationOptionsT;
import org.tensorflow.lite.schema.Conv2DOptionsT;
import org.tensorflow.lite.schema.DepthwiseConv2DOptionsT;
import org.tensorflow.lite.schema.FullyConnectedOptionsT;
import org.tensorflow.lite.schema.HardSwishOptionsT;
import org.tensorflow.lite.schema.LeakyReluOptionsT;
import org.tensorflow.lite.schema.MulOptionsT;
import org.tensorflow.lite.schema.Pool2DOptionsT;
import org.tensorflow.lite.schema.ReducerOptionsT;
import org.tensorflow.lite.schema.SoftmaxOptionsT;
import org.tensorflow.lite.schema.StridedSliceOptionsT;
import org.tensorflow.lite.schema.SubOptionsT;

/** Seeded random int8 models of one operator each, small enough to run by the hundred. */
public final class TfliteCases {
  /** Makes a model out of random numbers. */
  @FunctionalInterface
  public interface Generator {
    /** The model's bytes. */
    byte[] generate(Random random);
  }

  private TfliteCases() {}

  /** Generators by operator name. */
  public static Map<String, Generator> all() {
    Map<String, Generator> all = new LinkedHashMap<>();
    all.put("conv2d", TfliteCases::convolution);
    all.put("depthwise", TfliteCases::depthwise);
    all.put("fullyConnected", TfliteCases::dense);
    all.put("add", random -> arithmetic(random, BuiltinOperator.ADD));
    all.put("sub", random -> arithmetic(random, BuiltinOperator.SUB));
    all.put("mul", random -> arithmetic(random, BuiltinOperator.MUL));
    all.put("addBroadcast", random -> broadcast(random, BuiltinOperator.ADD));
    all.put("subBroadcast", random -> broadcast(random, BuiltinOperator.SUB));
    all.put("mulBroadcast", random -> broadcast(random, BuiltinOperator.MUL));
    all.put("addConstant", random -> withConstant(random, BuiltinOperator.ADD));
    all.put("subConstant", random -> withConstant(random, BuiltinOperator.SUB));
    all.put("mulConstant", random -> withConstant(random, BuiltinOperator.MUL));
    all.put("maxPool", random -> pool(random, BuiltinOperator.MAX_POOL_2D, TfliteDraws::type, 2));
    all.put(
        "averagePool",
        random -> pool(random, BuiltinOperator.AVERAGE_POOL_2D, TfliteDraws::type, 2));
    all.put("mean", TfliteCases::mean);
    all.put("softmax", TfliteCases::softmax);
    all.put("logistic", random -> unary(random, BuiltinOperator.LOGISTIC, 1f / 256, -128));
    all.put("tanh", random -> unary(random, BuiltinOperator.TANH, 1f / 128, 0));
    all.put("leakyRelu", TfliteCases::leakyRelu);
    all.put("hardSwish", TfliteCases::hardSwish);
    all.put("relu", random -> rescaled(random, BuiltinOperator.RELU));
    all.put("relu6", random -> rescaled(random, BuiltinOperator.RELU6));
    all.put("reluN1To1", random -> rescaled(random, BuiltinOperator.RELU_N1_TO_1));
    all.put("requantise", random -> rescaled(random, BuiltinOperator.QUANTIZE));
    all.put("pad", TfliteCases::pad);
    all.put("padAndConv2d", TfliteCases::paddedConvolution);
    all.put("concatenation", TfliteCases::concatenation);
    all.put("stridedSlice", TfliteCases::stridedSlice);
    TfliteMoveCases.addTo(all);
    return all;
  }

  private static float[] scales(Random random, int channels) {
    float[] scales = new float[random.nextInt(4) == 0 ? 1 : channels];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = scale(random, 1e-4, 1e-1);
    }
    return scales;
  }

  /** A type to which sums of {@code terms} products fit more or less. */
  private static QuantizedType sumType(
      Random random, QuantizedType input, float[] weightScales, int terms) {
    double typical = input.scale() * 73.0 * weightScales[0] * 73.0 * StrictMath.sqrt(terms);
    return QuantizedType.int8(
        (float) (typical / scale(random, 8, 200)), between(random, -128, 127));
  }

  private static int[] bias(Random random, int channels) {
    int magnitude = 1 << between(random, 1, 16);
    return random.ints(channels, -magnitude, magnitude).toArray();
  }

  private static byte[] convolution(Random random) {
    int height = between(random, 4, 9);
    int width = between(random, 4, 9);
    int groups = random.nextInt(4) == 0 ? 2 : 1;
    int perGroup = between(random, 1, 5);
    int outputs = groups * between(random, 1, 5);
    Conv2DOptionsT options = new Conv2DOptionsT();
    options.setStrideH(between(random, 1, 3));
    options.setStrideW(between(random, 1, 3));
    options.setDilationHFactor(between(random, 1, 2));
    options.setDilationWFactor(between(random, 1, 2));
    options.setPadding(padding(random));
    options.setFusedActivationFunction(activation(random));
    int kernelHeight = between(random, 1, options.getDilationHFactor() == 2 ? 2 : 4);
    int kernelWidth = between(random, 1, options.getDilationWFactor() == 2 ? 2 : 4);
    int terms = kernelHeight * kernelWidth * perGroup;
    QuantizedType from = type(random);
    float[] scales = scales(random, outputs);
    QuantizedType to = sumType(random, from, scales, terms);
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("x", from, 1, height, width, groups * perGroup);
    int w =
        model.bytes(
            "conv/Conv2D",
            weights(random, outputs * terms),
            scales,
            0,
            outputs,
            kernelHeight,
            kernelWidth,
            perGroup);
    int b = model.ints("b", bias(random, outputs), outputs);
    int y =
        model.activation(
            "y",
            to,
            1,
            size(
                height,
                kernelHeight,
                options.getStrideH(),
                options.getDilationHFactor(),
                options.getPadding()),
            size(
                width,
                kernelWidth,
                options.getStrideW(),
                options.getDilationWFactor(),
                options.getPadding()),
            outputs);
    model.operator(
        BuiltinOperator.CONV_2D, 3, new int[] {x, w, b}, y, BuiltinOptions.Conv2DOptions, options);
    return model.build(x, y);
  }

  private static byte[] depthwise(Random random) {
    int height = between(random, 4, 9);
    int width = between(random, 4, 9);
    int inputs = between(random, 1, 6);
    int multiplier = between(random, 1, 3);
    int outputs = inputs * multiplier;
    int kernelHeight = between(random, 1, 4);
    int kernelWidth = between(random, 1, 4);
    int stride = between(random, 1, 3);
    DepthwiseConv2DOptionsT options = new DepthwiseConv2DOptionsT();
    options.setStrideH(stride);
    options.setStrideW(stride);
    options.setDilationHFactor(1);
    options.setDilationWFactor(1);
    options.setDepthMultiplier(multiplier);
    options.setPadding(padding(random));
    options.setFusedActivationFunction(activation(random));
    QuantizedType from = type(random);
    float[] scales = scales(random, outputs);
    QuantizedType to = sumType(random, from, scales, kernelHeight * kernelWidth);
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("x", from, 1, height, width, inputs);
    int w =
        model.bytes(
            "dw/depthwise",
            weights(random, kernelHeight * kernelWidth * outputs),
            scales,
            3,
            1,
            kernelHeight,
            kernelWidth,
            outputs);
    int b = model.ints("b", bias(random, outputs), outputs);
    int y =
        model.activation(
            "y",
            to,
            1,
            size(height, kernelHeight, stride, 1, options.getPadding()),
            size(width, kernelWidth, stride, 1, options.getPadding()),
            outputs);
    model.operator(
        BuiltinOperator.DEPTHWISE_CONV_2D,
        3,
        new int[] {x, w, b},
        y,
        BuiltinOptions.DepthwiseConv2DOptions,
        options);
    return model.build(x, y);
  }

  private static byte[] dense(Random random) {
    int inputs = between(random, 1, 100);
    int outputs = between(random, 1, 20);
    QuantizedType from = type(random);
    float[] scales =
        random.nextBoolean() ? new float[] {scale(random, 1e-4, 1e-1)} : scales(random, outputs);
    QuantizedType to = sumType(random, from, scales, inputs);
    FullyConnectedOptionsT options = new FullyConnectedOptionsT();
    options.setFusedActivationFunction(activation(random));
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("x", from, 1, inputs);
    int w = model.bytes("fc/MatMul", weights(random, outputs * inputs), scales, 0, outputs, inputs);
    int b = model.ints("b", bias(random, outputs), outputs);
    float[] biasScales = new float[scales.length];
    for (int i = 0; i < scales.length; i++) {
      biasScales[i] = from.scale() * scales[i];
    }
    model.quantise(b, biasScales, new long[scales.length], 0);
    int y = model.activation("y", to, 1, outputs);
    model.operator(
        BuiltinOperator.FULLY_CONNECTED,
        scales.length > 1 ? 12 : 4,
        random.nextInt(4) == 0 ? new int[] {x, w, -1} : new int[] {x, w, b},
        y,
        BuiltinOptions.FullyConnectedOptions,
        options);
    return model.build(x, y);
  }

  private static byte[] arithmetic(Random random, int code) {
    int[] shape = {1, between(random, 1, 6), between(random, 1, 6), between(random, 1, 6)};
    QuantizedType from = type(random);
    QuantizedType other =
        QuantizedType.int8(from.scale() * scale(random, 0.2, 5), between(random, -128, 127));
    QuantizedType to = resultType(random, code, from, other);
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("x", from, shape);
    int z = model.activation("z", other, shape);
    int y = model.activation("y", to, shape);
    model.operator(BuiltinOperator.QUANTIZE, 2, new int[] {x}, z, BuiltinOptions.NONE, null);
    operation(model, random, code, x, z, y);
    return model.build(x, y);
  }

  /** The second operand is the first one's mean, one value for each channel. */
  private static byte[] broadcast(Random random, int code) {
    int channels = between(random, 1, 6);
    int[] shape = {1, between(random, 1, 6), between(random, 1, 6), channels};
    QuantizedType from = type(random);
    QuantizedType other =
        QuantizedType.int8(from.scale() * scale(random, 0.2, 1), between(random, -128, 127));
    ReducerOptionsT options = new ReducerOptionsT();
    options.setKeepDims(true);
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("x", from, shape);
    int axes = model.ints("axes", new int[] {1, 2}, 2);
    int z = model.activation("z", other, 1, 1, 1, channels);
    int y = model.activation("y", resultType(random, code, from, other), shape);
    model.operator(
        BuiltinOperator.MEAN, 2, new int[] {x, axes}, z, BuiltinOptions.ReducerOptions, options);
    operation(model, random, code, x, z, y);
    return model.build(x, y);
  }

  private static byte[] withConstant(Random random, int code) {
    int[] shape = {1, between(random, 1, 6), between(random, 1, 6), between(random, 1, 6)};
    int[] constantShape =
        switch (random.nextInt(5)) {
          case 0 -> new int[0];
          case 1 -> new int[] {1, 1, 1, 1};
          case 2 -> new int[] {shape[3]};
          case 3 -> shape;
          default -> new int[] {1, 1, 1, shape[3]};
        };
    int count = IntStream.of(constantShape).reduce(1, (a, b) -> a * b);
    QuantizedType from = type(random);
    QuantizedType other =
        QuantizedType.int8(from.scale() * scale(random, 0.2, 5), between(random, -128, 127));
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("x", from, shape);
    int[] values = random.ints(count, -128, 128).toArray();
    int k = model.bytes("k", values, new float[] {other.scale()}, 0, constantShape);
    model.quantise(k, new float[] {other.scale()}, new long[] {other.zeroPoint()}, 0);
    int y = model.activation("y", resultType(random, code, from, other), shape);
    operation(model, random, code, x, k, y);
    return model.build(x, y);
  }

  private static QuantizedType resultType(
      Random random, int code, QuantizedType from, QuantizedType other) {
    float larger = Math.max(from.scale(), other.scale());
    float typical = code == BuiltinOperator.MUL ? 70 * from.scale() * other.scale() : larger;
    return QuantizedType.int8(typical * scale(random, 0.3, 4), between(random, -128, 127));
  }

  /** Adds ADD, SUB or MUL of two tensors in a random order. */
  private static void operation(
      TfliteModelBuilder model, Random random, int code, int a, int b, int y) {
    int[] inputs = random.nextBoolean() ? new int[] {b, a} : new int[] {a, b};
    byte activation = activation(random);
    AddOptionsT add = new AddOptionsT();
    add.setFusedActivationFunction(activation);
    SubOptionsT sub = new SubOptionsT();
    sub.setFusedActivationFunction(activation);
    MulOptionsT mul = new MulOptionsT();
    mul.setFusedActivationFunction(activation);
    switch (code) {
      case BuiltinOperator.ADD ->
          model.operator(code, 2, inputs, y, BuiltinOptions.AddOptions, add);
      case BuiltinOperator.SUB ->
          model.operator(code, 2, inputs, y, BuiltinOptions.SubOptions, sub);
      default -> model.operator(code, 2, inputs, y, BuiltinOptions.MulOptions, mul);
    }
  }

  private static byte[] hardSwish(Random random) {
    QuantizedType from = QuantizedType.int8(scale(random, 1e-4, 2), between(random, -128, 127));
    QuantizedType to =
        QuantizedType.int8(from.scale() * scale(random, 0.02, 3), between(random, -128, 127));
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("x", from, 1, 256);
    int y = model.activation("y", to, 1, 256);
    model.operator(
        BuiltinOperator.HARD_SWISH,
        1,
        new int[] {x},
        y,
        BuiltinOptions.HardSwishOptions,
        new HardSwishOptionsT());
    return model.build(x, y);
  }

  /**
   * A pool.
   *
   * @param types draws the type of its activations
   * @param version of the operator
   */
  static byte[] pool(Random random, int code, Function<Random, QuantizedType> types, int version) {
    int height = between(random, 4, 9);
    int width = between(random, 4, 9);
    int channels = between(random, 1, 6);
    Pool2DOptionsT options = new Pool2DOptionsT();
    options.setFilterHeight(between(random, 1, 4));
    options.setFilterWidth(between(random, 1, 4));
    options.setStrideH(between(random, 1, 3));
    options.setStrideW(between(random, 1, 3));
    options.setPadding(padding(random));
    options.setFusedActivationFunction(activation(random));
    QuantizedType type = types.apply(random);
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("x", type, 1, height, width, channels);
    int y =
        model.activation(
            "y",
            type,
            1,
            size(height, options.getFilterHeight(), options.getStrideH(), 1, options.getPadding()),
            size(width, options.getFilterWidth(), options.getStrideW(), 1, options.getPadding()),
            channels);
    model.operator(code, version, new int[] {x}, y, BuiltinOptions.Pool2DOptions, options);
    return model.build(x, y);
  }

  private static byte[] mean(Random random) {
    QuantizedType from = type(random);
    QuantizedType to =
        random.nextBoolean()
            ? from
            : QuantizedType.int8(from.scale() * scale(random, 0.2, 3), between(random, -128, 127));
    return mean(random, from, to);
  }

  /** The mean over rows and columns of an image. */
  static byte[] mean(Random random, QuantizedType from, QuantizedType to) {
    int height = between(random, 1, 12);
    int width = between(random, 1, 12);
    int channels = between(random, 1, 6);
    ReducerOptionsT options = new ReducerOptionsT();
    options.setKeepDims(random.nextBoolean());
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("x", from, 1, height, width, channels);
    int axes = model.ints("axes", random.nextBoolean() ? new int[] {1, 2} : new int[] {-2, -3}, 2);
    int[] shape = options.getKeepDims() ? new int[] {1, 1, 1, channels} : new int[] {1, channels};
    int y = model.activation("y", to, shape);
    model.operator(
        BuiltinOperator.MEAN, 2, new int[] {x, axes}, y, BuiltinOptions.ReducerOptions, options);
    return model.build(x, y);
  }

  private static byte[] softmax(Random random) {
    int length = between(random, 1, random.nextInt(4) == 0 ? 400 : 20);
    int rows = between(random, 2, 5);
    int[] shape = random.nextBoolean() ? new int[] {1, length} : new int[] {rows, length};
    QuantizedType from = QuantizedType.int8(scale(random, 1e-4, 4), between(random, -128, 127));
    SoftmaxOptionsT options = new SoftmaxOptionsT();
    options.setBeta(random.nextBoolean() ? 1 : scale(random, 0.1, 10));
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("x", from, shape);
    int y = model.activation("y", QuantizedType.int8(1f / 256, -128), shape);
    model.operator(
        BuiltinOperator.SOFTMAX, 2, new int[] {x}, y, BuiltinOptions.SoftmaxOptions, options);
    return model.build(x, y);
  }

  /** All 256 bytes pass through: see {@link #input}. */
  private static byte[] unary(Random random, int code, float scale, int zeroPoint) {
    QuantizedType from = QuantizedType.int8(scale(random, 1e-4, 1), between(random, -128, 127));
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("x", from, 1, 256);
    int y = model.activation("y", QuantizedType.int8(scale, zeroPoint), 1, 256);
    model.operator(code, 2, new int[] {x}, y, BuiltinOptions.NONE, null);
    return model.build(x, y);
  }

  private static byte[] leakyRelu(Random random) {
    QuantizedType from = type(random);
    QuantizedType to =
        QuantizedType.int8(from.scale() * scale(random, 0.3, 3), between(random, -128, 127));
    LeakyReluOptionsT options = new LeakyReluOptionsT();
    options.setAlpha(scale(random, 1e-3, 1.5));
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("x", from, 1, 256);
    int y = model.activation("y", to, 1, 256);
    model.operator(
        BuiltinOperator.LEAKY_RELU, 2, new int[] {x}, y, BuiltinOptions.LeakyReluOptions, options);
    return model.build(x, y);
  }

  private static byte[] rescaled(Random random, int code) {
    QuantizedType from = type(random);
    QuantizedType to =
        QuantizedType.int8(from.scale() * scale(random, 0.1, 10), between(random, -128, 127));
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("x", from, 1, 256);
    int y = model.activation("y", to, 1, 256);
    int version = code == BuiltinOperator.RELU_N1_TO_1 ? 1 : 2;
    model.operator(code, version, new int[] {x}, y, BuiltinOptions.NONE, null);
    return model.build(x, y);
  }

  private static byte[] pad(Random random) {
    int[] shape = {1, between(random, 1, 4), between(random, 1, 4), between(random, 1, 4)};
    int[] amounts = new int[8];
    int[] padded = shape.clone();
    for (int axis = 1; axis < 4; axis++) {
      amounts[2 * axis] = random.nextInt(3);
      amounts[2 * axis + 1] = random.nextInt(3);
      padded[axis] += amounts[2 * axis] + amounts[2 * axis + 1];
    }
    QuantizedType type = type(random);
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("x", type, shape);
    int p = model.ints("p", amounts, 4, 2);
    int y = model.activation("y", type, padded);
    if (random.nextBoolean()) {
      model.operator(BuiltinOperator.PAD, 2, new int[] {x, p}, y, BuiltinOptions.NONE, null);
    } else {
      int value = model.bytes("v", new int[] {between(random, -128, 127)}, new float[1], 0, 1);
      model.quantise(value, new float[] {type.scale()}, new long[] {type.zeroPoint()}, 0);
      model.operator(
          BuiltinOperator.PADV2, 2, new int[] {x, p, value}, y, BuiltinOptions.NONE, null);
    }
    return model.build(x, y);
  }

  private static byte[] paddedConvolution(Random random) {
    int size = between(random, 3, 7);
    int[] amounts = {0, 0, random.nextInt(3), random.nextInt(3), 0, random.nextInt(3), 0, 0};
    int height = size + amounts[2] + amounts[3];
    int width = size + amounts[4] + amounts[5];
    QuantizedType from = type(random);
    float[] scales = {scale(random, 1e-4, 1e-1)};
    QuantizedType to = sumType(random, from, scales, 9);
    Conv2DOptionsT options = new Conv2DOptionsT();
    options.setStrideH(2);
    options.setStrideW(2);
    options.setDilationHFactor(1);
    options.setDilationWFactor(1);
    options.setPadding(padding(random));
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("x", from, 1, size, size, 1);
    int p = model.ints("p", amounts, 4, 2);
    int padded = model.activation("padded", from, 1, height, width, 1);
    int w = model.bytes("w", weights(random, 9), scales, 0, 1, 3, 3, 1);
    int b = model.ints("b", bias(random, 1), 1);
    int rows = size(height, 3, 2, 1, options.getPadding());
    int y = model.activation("y", to, 1, rows, size(width, 3, 2, 1, options.getPadding()), 1);
    model.operator(BuiltinOperator.PAD, 2, new int[] {x, p}, padded, BuiltinOptions.NONE, null);
    model.operator(
        BuiltinOperator.CONV_2D,
        3,
        new int[] {padded, w, b},
        y,
        BuiltinOptions.Conv2DOptions,
        options);
    return model.build(x, y);
  }

  private static byte[] concatenation(Random random) {
    int[] shape = {1, between(random, 1, 4), between(random, 1, 4), between(random, 1, 4)};
    int axis = between(random, 1, 3);
    int[] joined = shape.clone();
    joined[axis] *= 2;
    QuantizedType type = type(random);
    QuantizedType other =
        QuantizedType.int8(type.scale() * scale(random, 0.5, 2), between(random, -128, 127));
    ConcatenationOptionsT options = new ConcatenationOptionsT();
    options.setAxis(random.nextBoolean() ? axis : axis - 4);
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("x", other, shape);
    int a = model.activation("a", type, shape);
    int b = model.activation("b", type, shape);
    int y = model.activation("y", type, joined);
    model.operator(BuiltinOperator.RELU, 2, new int[] {x}, a, BuiltinOptions.NONE, null);
    model.operator(BuiltinOperator.QUANTIZE, 2, new int[] {x}, b, BuiltinOptions.NONE, null);
    model.operator(
        BuiltinOperator.CONCATENATION,
        2,
        new int[] {a, b},
        y,
        BuiltinOptions.ConcatenationOptions,
        options);
    return model.build(x, y);
  }

  private static byte[] stridedSlice(Random random) {
    int[] shape = {1, between(random, 2, 7), between(random, 2, 7), between(random, 2, 7)};
    int[] begin = new int[4];
    int[] end = shape.clone();
    int[] step = {1, 1, 1, 1};
    int[] taken = shape.clone();
    StridedSliceOptionsT options = new StridedSliceOptionsT();
    for (int axis = 1; axis < 4; axis++) {
      begin[axis] = random.nextInt(shape[axis]);
      end[axis] = between(random, begin[axis] + 1, shape[axis]);
      step[axis] = between(random, 1, 3);
      if (random.nextInt(3) == 0) {
        begin[axis] = 0;
        options.setBeginMask(options.getBeginMask() | 1 << axis);
      }
      taken[axis] = (end[axis] - begin[axis] + step[axis] - 1) / step[axis];
      if (random.nextBoolean()) {
        end[axis] -= shape[axis];
        end[axis] = end[axis] == 0 ? shape[axis] : end[axis];
      }
    }
    QuantizedType type = type(random);
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("x", type, shape);
    int y = model.activation("y", type, taken);
    int[] inputs = {
      x, model.ints("begin", begin, 4), model.ints("end", end, 4), model.ints("step", step, 4)
    };
    model.operator(
        BuiltinOperator.STRIDED_SLICE, 2, inputs, y, BuiltinOptions.StridedSliceOptions, options);
    return model.build(x, y);
  }

  /**
   * Random input bytes; for 256 elements, all bytes in order.
   *
   * @param number 0 and 1 give the smallest and the largest bytes throughout, unless there are 256
   */
  public static int[] input(Random random, int count, int number) {
    if (count == 256) {
      return IntStream.rangeClosed(-128, 127).toArray();
    }
    return switch (number) {
      case 0 -> IntStream.generate(() -> -128).limit(count).toArray();
      case 1 -> IntStream.generate(() -> 127).limit(count).toArray();
      default -> random.ints(count, -128, 128).toArray();
    };
  }
}
