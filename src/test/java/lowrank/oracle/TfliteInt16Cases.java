package lowrank.oracle;

import static lowrank.oracle.TfliteDraws.activation;
import static lowrank.oracle.TfliteDraws.between;
import static lowrank.oracle.TfliteDraws.padding;
import static lowrank.oracle.TfliteDraws.scale;
import static lowrank.oracle.TfliteDraws.size;
import static lowrank.oracle.TfliteDraws.weights;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import lowrank.fixed.QuantizedType;
import org.tensorflow.lite.schema.AddOptionsT;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.ConcatenationOptionsT;
import org.tensorflow.lite.schema.Conv2DOptionsT;
import org.tensorflow.lite.schema.DepthwiseConv2DOptionsT;
import org.tensorflow.lite.schema.FullyConnectedOptionsT;

/**
 * Seeded random models of one operator each with int16 activations and int8 weights, as TFLite's
 * converter makes them: zero points 0, biases int64, sums of general scales.
 */
public final class TfliteInt16Cases {
  private TfliteInt16Cases() {}

  /** Generators by operator name. */
  public static Map<String, TfliteCases.Generator> all() {
    Map<String, TfliteCases.Generator> all = new LinkedHashMap<>();
    all.put("conv2d", TfliteInt16Cases::convolution);
    all.put("depthwise", TfliteInt16Cases::depthwise);
    all.put("fullyConnected", TfliteInt16Cases::dense);
    all.put("add", TfliteInt16Cases::add);
    all.put(
        "maxPool",
        random ->
            TfliteCases.pool(random, BuiltinOperator.MAX_POOL_2D, TfliteInt16Cases::int16, 3));
    all.put(
        "averagePool",
        random ->
            TfliteCases.pool(random, BuiltinOperator.AVERAGE_POOL_2D, TfliteInt16Cases::int16, 3));
    all.put("mean", TfliteInt16Cases::mean);
    all.put("int16ToInt8", random -> quantise(int16(random), int8(random)));
    all.put("int16ToInt16", random -> quantise(int16(random), int16(random)));
    all.put("pad", TfliteInt16Cases::pad);
    all.put("concatenation", TfliteInt16Cases::concatenation);
    return all;
  }

  private static QuantizedType int16(Random random) {
    return QuantizedType.int16(scale(random, 1e-5, 1e-2));
  }

  private static QuantizedType int8(Random random) {
    return QuantizedType.int8(scale(random, 1e-3, 1), between(random, -128, 127));
  }

  private static float[] scales(Random random, int channels) {
    float[] scales = new float[channels];
    for (int i = 0; i < channels; i++) {
      scales[i] = scale(random, 1e-4, 1e-1);
    }
    return scales;
  }

  private static long[] bias(Random random, int channels) {
    long magnitude = 1L << between(random, 1, 24);
    return random.longs(channels, -magnitude, magnitude).toArray();
  }

  private static QuantizedType sumType(
      Random random, QuantizedType input, float weightScale, int terms) {
    double typical = input.scale() * 18000.0 * weightScale * 73.0 * StrictMath.sqrt(terms);
    return QuantizedType.int16((float) (typical / scale(random, 2000, 60000)));
  }

  private static byte[] convolution(Random random) {
    int height = between(random, 4, 9);
    int width = between(random, 4, 9);
    int inputs = between(random, 1, 8);
    int outputs = between(random, 1, 6);
    int rows = between(random, 1, 4);
    int columns = between(random, 1, 4);
    Conv2DOptionsT options = new Conv2DOptionsT();
    options.setStrideH(between(random, 1, 3));
    options.setStrideW(between(random, 1, 3));
    options.setDilationHFactor(1);
    options.setDilationWFactor(1);
    options.setPadding(padding(random));
    options.setFusedActivationFunction(activation(random));
    int terms = rows * columns * inputs;
    QuantizedType from = int16(random);
    float[] scales = scales(random, outputs);
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("x", from, 1, height, width, inputs);
    int w =
        model.bytes(
            "w", weights(random, outputs * terms), scales, 0, outputs, rows, columns, inputs);
    int b = model.longs("b", bias(random, outputs), outputs);
    int y =
        model.activation(
            "y",
            sumType(random, from, scales[0], terms),
            1,
            size(height, rows, options.getStrideH(), 1, options.getPadding()),
            size(width, columns, options.getStrideW(), 1, options.getPadding()),
            outputs);
    model.operator(
        BuiltinOperator.CONV_2D, 4, new int[] {x, w, b}, y, BuiltinOptions.Conv2DOptions, options);
    return model.build(x, y);
  }

  private static byte[] depthwise(Random random) {
    int height = between(random, 4, 9);
    int width = between(random, 4, 9);
    int inputs = between(random, 1, 6);
    int multiplier = between(random, 1, 3);
    int outputs = inputs * multiplier;
    int rows = between(random, 1, 4);
    int columns = between(random, 1, 4);
    int stride = between(random, 1, 3);
    DepthwiseConv2DOptionsT options = new DepthwiseConv2DOptionsT();
    options.setStrideH(stride);
    options.setStrideW(stride);
    options.setDilationHFactor(1);
    options.setDilationWFactor(1);
    options.setDepthMultiplier(multiplier);
    options.setPadding(padding(random));
    options.setFusedActivationFunction(activation(random));
    QuantizedType from = int16(random);
    float[] scales = scales(random, outputs);
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("x", from, 1, height, width, inputs);
    int w =
        model.bytes(
            "w", weights(random, rows * columns * outputs), scales, 3, 1, rows, columns, outputs);
    int b = model.longs("b", bias(random, outputs), outputs);
    int y =
        model.activation(
            "y",
            sumType(random, from, scales[0], rows * columns),
            1,
            size(height, rows, stride, 1, options.getPadding()),
            size(width, columns, stride, 1, options.getPadding()),
            outputs);
    model.operator(
        BuiltinOperator.DEPTHWISE_CONV_2D,
        5,
        new int[] {x, w, b},
        y,
        BuiltinOptions.DepthwiseConv2DOptions,
        options);
    return model.build(x, y);
  }

  private static byte[] dense(Random random) {
    int inputs = between(random, 1, 300);
    int outputs = between(random, 1, 20);
    QuantizedType from = int16(random);
    boolean perChannel = random.nextBoolean();
    float[] scales = scales(random, perChannel ? outputs : 1);
    FullyConnectedOptionsT options = new FullyConnectedOptionsT();
    options.setFusedActivationFunction(activation(random));
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("x", from, 1, inputs);
    int w = model.bytes("w", weights(random, outputs * inputs), scales, 0, outputs, inputs);
    int b = model.longs("b", bias(random, outputs), outputs);
    model.quantise(b, new float[] {from.scale() * scales[0]}, new long[] {0}, 0);
    int y = model.activation("y", sumType(random, from, scales[0], inputs), 1, outputs);
    model.operator(
        BuiltinOperator.FULLY_CONNECTED,
        perChannel ? 12 : 7,
        random.nextInt(4) > 0 ? new int[] {x, w, b} : new int[] {x, w, -1},
        y,
        BuiltinOptions.FullyConnectedOptions,
        options);
    return model.build(x, y);
  }

  private static byte[] add(Random random) {
    int[] shape = {1, between(random, 1, 6), between(random, 1, 6), between(random, 1, 6)};
    QuantizedType from = int16(random);
    QuantizedType other = QuantizedType.int16(from.scale() * scale(random, 0.1, 10));
    QuantizedType to =
        QuantizedType.int16(Math.max(from.scale(), other.scale()) * scale(random, 0.3, 4));
    AddOptionsT options = new AddOptionsT();
    options.setFusedActivationFunction(activation(random));
    options.setPotScaleInt16(false);
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("x", from, shape);
    int z = model.activation("z", other, shape);
    int y = model.activation("y", to, shape);
    model.operator(BuiltinOperator.QUANTIZE, 2, new int[] {x}, z, BuiltinOptions.NONE, null);
    boolean swapped = random.nextBoolean();
    model.operator(
        BuiltinOperator.ADD,
        3,
        swapped ? new int[] {z, x} : new int[] {x, z},
        y,
        BuiltinOptions.AddOptions,
        options);
    return model.build(x, y);
  }

  private static byte[] mean(Random random) {
    QuantizedType from = int16(random);
    QuantizedType to = QuantizedType.int16(from.scale() * scale(random, 0.2, 3));
    return TfliteCases.mean(random, random.nextBoolean() ? from : to, to);
  }

  private static byte[] quantise(QuantizedType from, QuantizedType to) {
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("x", from, 1, 300);
    int y = model.activation("y", to, 1, 300);
    model.operator(BuiltinOperator.QUANTIZE, 2, new int[] {x}, y, BuiltinOptions.NONE, null);
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
    QuantizedType type = int16(random);
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("x", type, shape);
    int p = model.ints("p", amounts, 4, 2);
    int y = model.activation("y", type, padded);
    model.operator(BuiltinOperator.PAD, 2, new int[] {x, p}, y, BuiltinOptions.NONE, null);
    return model.build(x, y);
  }

  private static byte[] concatenation(Random random) {
    int[] shape = {1, between(random, 1, 4), between(random, 1, 4), between(random, 1, 4)};
    int axis = between(random, 1, 3);
    int[] joined = shape.clone();
    joined[axis] *= 2;
    QuantizedType type = int16(random);
    ConcatenationOptionsT options = new ConcatenationOptionsT();
    options.setAxis(axis);
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("x", int16(random), shape);
    int a = model.activation("a", type, shape);
    int y = model.activation("y", type, joined);
    model.operator(BuiltinOperator.QUANTIZE, 2, new int[] {x}, a, BuiltinOptions.NONE, null);
    model.operator(
        BuiltinOperator.CONCATENATION,
        2,
        new int[] {a, a},
        y,
        BuiltinOptions.ConcatenationOptions,
        options);
    return model.build(x, y);
  }
}
