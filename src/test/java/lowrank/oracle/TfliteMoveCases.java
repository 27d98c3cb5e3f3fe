package lowrank.oracle;

import static lowrank.oracle.TfliteDraws.between;
import static lowrank.oracle.TfliteDraws.scale;
import static lowrank.oracle.TfliteDraws.type;
import static lowrank.oracle.TfliteDraws.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import lowrank.fixed.QuantizedType;
import org.tensorflow.lite.schema.ActivationFunctionType;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.ConcatenationOptionsT;
import org.tensorflow.lite.schema.Padding;
import org.tensorflow.lite.schema.ResizeNearestNeighborOptionsT;
import org.tensorflow.lite.schema.SplitOptionsT;
import org.tensorflow.lite.schema.SplitVOptionsT;
import org.tensorflow.lite.schema.StridedSliceOptionsT;
import org.tensorflow.lite.schema.TransposeConvOptionsT;
import org.tensorflow.lite.schema.TransposeOptionsT;

/** Seeded random int8 models of operators that move elements, and of transposed convolutions. */
final class TfliteMoveCases {
  private static final byte[] ACTIVATIONS = {
    ActivationFunctionType.NONE, ActivationFunctionType.RELU, ActivationFunctionType.RELU6
  };

  private TfliteMoveCases() {}

  /** Adds the generators by operator name. */
  static void addTo(Map<String, TfliteCases.Generator> all) {
    all.put("transposeConv", TfliteMoveCases::transposeConv);
    all.put("transpose", TfliteMoveCases::transpose);
    all.put("resizeNearest", TfliteMoveCases::resize);
    all.put("split", TfliteMoveCases::split);
    all.put("splitV", TfliteMoveCases::splitByLengths);
    all.put("maskedSlice", TfliteMoveCases::maskedSlice);
  }

  private static byte[] transposeConv(Random random) {
    int height = between(random, 1, 5);
    int width = between(random, 1, 5);
    int inputs = between(random, 1, 5);
    int outputs = between(random, 1, 5);
    int kernelHeight = between(random, 1, 4);
    int kernelWidth = between(random, 1, 4);
    TransposeConvOptionsT options = new TransposeConvOptionsT();
    options.setStrideH(between(random, 1, 3));
    options.setStrideW(between(random, 1, 3));
    options.setPadding(random.nextBoolean() ? Padding.SAME : Padding.VALID);
    options.setFusedActivationFunction(ACTIVATIONS[random.nextInt(ACTIVATIONS.length)]);
    QuantizedType from = type(random);
    float[] scales = new float[random.nextInt(4) == 0 ? 1 : outputs];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = scale(random, 1e-4, 1e-1);
    }
    double typical =
        from.scale()
            * 73.0
            * scales[0]
            * 73.0
            * StrictMath.sqrt(kernelHeight * kernelWidth * inputs);
    QuantizedType to =
        QuantizedType.int8((float) (typical / scale(random, 8, 200)), between(random, -128, 127));
    int rows = transposed(random, height, kernelHeight, options.getStrideH(), options.getPadding());
    int columns =
        transposed(random, width, kernelWidth, options.getStrideW(), options.getPadding());
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("x", from, 1, height, width, inputs);
    int size = model.ints("size", new int[] {1, rows, columns, outputs}, 4);
    int w =
        model.bytes(
            "deconv/w",
            weights(random, outputs * kernelHeight * kernelWidth * inputs),
            scales,
            0,
            outputs,
            kernelHeight,
            kernelWidth,
            inputs);
    int magnitude = 1 << between(random, 1, 16);
    int b = model.ints("b", random.ints(outputs, -magnitude, magnitude).toArray(), outputs);
    int y = model.activation("y", to, 1, rows, columns, outputs);
    int[] read = random.nextInt(4) == 0 ? new int[] {size, w, x} : new int[] {size, w, x, b};
    model.operator(
        BuiltinOperator.TRANSPOSE_CONV,
        options.getFusedActivationFunction() == ActivationFunctionType.NONE ? 3 : 4,
        read,
        y,
        BuiltinOptions.TransposeConvOptions,
        options);
    return model.build(x, y);
  }

  /** One of the sizes from which a convolution of that padding comes back to {@code size}. */
  private static int transposed(Random random, int size, int kernel, int stride, byte padding) {
    int extra = random.nextInt(stride);
    return padding == Padding.SAME
        ? Math.max(1, size * stride - extra)
        : (size - 1) * stride + kernel + extra;
  }

  private static byte[] transpose(Random random) {
    int rank = between(random, 2, 5);
    int[] shape = new int[rank];
    List<Integer> order = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      shape[axis] = axis == 0 ? 1 : between(random, 1, 5);
      order.add(axis);
    }
    Collections.shuffle(random.nextInt(4) == 0 ? order : order.subList(1, rank), random);
    int[] moved = order.stream().mapToInt(axis -> shape[axis]).toArray();
    QuantizedType type = type(random);
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("x", type, shape);
    int rectified = model.activation("rectified", type, shape);
    model.operator(BuiltinOperator.RELU, 2, new int[] {x}, rectified, BuiltinOptions.NONE, null);
    int p = model.ints("order", order.stream().mapToInt(Integer::intValue).toArray(), rank);
    int y = model.activation("y", type, moved);
    model.operator(
        BuiltinOperator.TRANSPOSE,
        2,
        new int[] {rectified, p},
        y,
        BuiltinOptions.TransposeOptions,
        new TransposeOptionsT());
    return model.build(x, y);
  }

  private static byte[] resize(Random random) {
    int height = between(random, 1, 7);
    int width = between(random, 1, 7);
    int channels = between(random, 1, 4);
    boolean whole = random.nextBoolean();
    int rows = whole ? height * between(random, 1, 4) : between(random, 1, 15);
    int columns = whole ? width * between(random, 1, 4) : between(random, 1, 15);
    ResizeNearestNeighborOptionsT options = new ResizeNearestNeighborOptionsT();
    options.setAlignCorners(random.nextBoolean());
    options.setHalfPixelCenters(random.nextBoolean());
    QuantizedType type = type(random);
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("x", type, 1, height, width, channels);
    int size = model.ints("size", new int[] {rows, columns}, 2);
    int y = model.activation("y", type, 1, rows, columns, channels);
    model.operator(
        BuiltinOperator.RESIZE_NEAREST_NEIGHBOR,
        3,
        new int[] {x, size},
        y,
        BuiltinOptions.ResizeNearestNeighborOptions,
        options);
    return model.build(x, y);
  }

  private static byte[] split(Random random) {
    int parts = between(random, 1, 3);
    int[] lengths = new int[parts];
    Arrays.fill(lengths, between(random, 1, 3));
    return split(random, lengths, false);
  }

  private static byte[] splitByLengths(Random random) {
    return split(random, random.ints(between(random, 1, 4), 1, 4).toArray(), true);
  }

  /** The parts joined again in the opposite order. */
  private static byte[] split(Random random, int[] lengths, boolean byLengths) {
    int axis = between(random, 1, 3);
    int[] shape = {1, between(random, 1, 4), between(random, 1, 4), between(random, 1, 4)};
    shape[axis] = Arrays.stream(lengths).sum();
    QuantizedType type = type(random);
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("x", type, shape);
    int along = model.ints("axis", new int[] {random.nextBoolean() ? axis : axis - 4});
    int[] parts = new int[lengths.length];
    int[] reversed = new int[lengths.length];
    for (int i = 0; i < parts.length; i++) {
      int[] part = shape.clone();
      part[axis] = lengths[i];
      parts[i] = model.activation("part" + i, type, part);
      reversed[parts.length - 1 - i] = parts[i];
    }
    if (byLengths) {
      int[] given = lengths.clone();
      given[random.nextInt(given.length)] = random.nextBoolean() ? -1 : given[0];
      boolean open = Arrays.stream(given).anyMatch(length -> length == -1);
      int sizes = model.ints("lengths", open ? given : lengths, lengths.length);
      SplitVOptionsT options = new SplitVOptionsT();
      options.setNumSplits(parts.length);
      int[] read = {x, sizes, along};
      model.operator(
          BuiltinOperator.SPLIT_V, 2, read, parts, BuiltinOptions.SplitVOptions, options);
    } else {
      SplitOptionsT options = new SplitOptionsT();
      options.setNumSplits(parts.length);
      int[] read = {along, x};
      model.operator(BuiltinOperator.SPLIT, 2, read, parts, BuiltinOptions.SplitOptions, options);
    }
    int y = model.activation("y", type, shape);
    ConcatenationOptionsT join = new ConcatenationOptionsT();
    join.setAxis(axis);
    model.operator(
        BuiltinOperator.CONCATENATION, 2, reversed, y, BuiltinOptions.ConcatenationOptions, join);
    return model.build(x, y);
  }

  /** Begin and end masks, a negative begin and shrunk dimensions, the batch among them. */
  private static byte[] maskedSlice(Random random) {
    int[] shape = {1, between(random, 2, 6), between(random, 2, 6), between(random, 2, 6)};
    int[] begin = new int[4];
    int[] end = {1, shape[1], shape[2], shape[3]};
    int[] step = {1, 1, 1, 1};
    List<Integer> taken = new ArrayList<>();
    StridedSliceOptionsT options = new StridedSliceOptionsT();
    for (int axis = 0; axis < 4; axis++) {
      int form = axis == 0 ? 3 * random.nextInt(2) : random.nextInt(4);
      int bit = 1 << axis;
      begin[axis] = random.nextInt(shape[axis]);
      int length = shape[axis] - begin[axis];
      if (form == 1) {
        options.setBeginMask(options.getBeginMask() | bit);
        length = shape[axis];
      } else if (form == 2) {
        options.setEndMask(options.getEndMask() | bit);
        end[axis] = 0;
      } else if (form == 3) {
        options.setShrinkAxisMask(options.getShrinkAxisMask() | bit);
        end[axis] = random.nextBoolean() ? begin[axis] + 1 : 0;
      }
      step[axis] = form == 3 ? 1 : between(random, 1, 2);
      if (form != 1 && axis > 0 && random.nextBoolean()) {
        begin[axis] -= shape[axis];
      }
      if (form != 3) {
        taken.add((length + step[axis] - 1) / step[axis]);
      }
    }
    QuantizedType type = type(random);
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("x", type, shape);
    int y = model.activation("y", type, taken.stream().mapToInt(Integer::intValue).toArray());
    int[] inputs = {
      x, model.ints("begin", begin, 4), model.ints("end", end, 4), model.ints("step", step, 4)
    };
    model.operator(
        BuiltinOperator.STRIDED_SLICE, 2, inputs, y, BuiltinOptions.StridedSliceOptions, options);
    return model.build(x, y);
  }
}
