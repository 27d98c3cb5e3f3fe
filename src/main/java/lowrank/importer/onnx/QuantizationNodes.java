package lowrank.importer.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lowrank.fixed.QuantizedType;
import lowrank.tensor.ElementType;

/** QuantizeLinear and DequantizeLinear, around activations and over constants. */
final class QuantizationNodes {
  /** What turns uint8 into int8: both the elements and the zero point lose it. */
  private static final int UNSIGNED_OFFSET = 128;

  private static final String AGAIN = "quantise the model again";

  private QuantizationNodes() {}

  /** Either node over an activation: one scale and zero point, int8, uint8 or int16. */
  static void mark(Node node, Graph graph) {
    View view = graph.view(node, 0);
    String name = graph.addMarker(node, new QuantizationMarker(type(node, graph)), view.value());
    graph.define(node.output(), view.withValue(name));
  }

  private static void requireScale(Node node) {
    if (!node.hasInput(1)) {
      throw node.badQuantization("it has no scale", AGAIN);
    }
  }

  private static QuantizedType type(Node node, Graph graph) {
    requireScale(node);
    Constant scale = graph.constant(node, 1);
    Optional<Constant> zeroPoint = graph.optionalConstant(node, 2);
    if (scale.size() != 1 || (zeroPoint.isPresent() && zeroPoint.get().size() != 1)) {
      throw node.badQuantization(
          "an activation has several scales", "quantise activations per tensor");
    }
    DataType element =
        zeroPoint
            .map(constant -> Tensors.type(constant.tensor()))
            .orElseGet(() -> DataType.forNumber(node.integer("output_dtype", 0)));
    if (element == null || element == DataType.UNDEFINED) {
      element = DataType.UINT8;
    }
    int point = zeroPoint.map(constant -> (int) constant.longs()[0]).orElse(0);
    try {
      return switch (element) {
        case INT8 -> QuantizedType.int8(scale.floats()[0], point);
        case INT16 -> new QuantizedType(ElementType.INT16, scale.floats()[0], point);
        case UINT8 -> QuantizedType.int8(scale.floats()[0], point - UNSIGNED_OFFSET);
        default ->
            throw node.badQuantization(
                "an activation is quantised to " + element,
                "quantise activations to int8 or int16");
      };
    } catch (IllegalArgumentException e) {
      throw node.badQuantization(e.getMessage(), AGAIN);
    }
  }

  /** DequantizeLinear of a constant: its real values, with the integers they come from. */
  static void dequantize(Node node, Graph graph) {
    requireScale(node);
    Constant constant = graph.constant(node, 0);
    long[] values = constant.longs();
    float[] scales = positive(node, graph.finite(node, 1));
    Optional<Constant> zeroPoint = graph.optionalConstant(node, 2);
    long[] points = zeroPoint.map(Constant::longs).orElse(new long[scales.length]);
    if (node.integer("block_size", 0) != 0) {
      throw node.badQuantization("its scales are per block", "quantise per channel");
    }
    List<Integer> dimensions = constant.dimensions();
    boolean single = scales.length == 1;
    int axis = single ? -1 : node.axis(node.integer("axis", 1), dimensions.size());
    if (scales.length == 0
        || points.length != scales.length
        || (!single && dimensions.get(axis) != scales.length)) {
      throw node.badQuantization(
          scales.length + " scales and " + points.length + " zero points for " + dimensions, AGAIN);
    }
    int inner = 1;
    for (int i = axis + 1; i < dimensions.size() && !single; i++) {
      inner *= dimensions.get(i);
    }
    float[] real = new float[values.length];
    for (int i = 0; i < real.length; i++) {
      int channel = single ? 0 : i / inner % scales.length;
      real[i] = (values[i] - points[channel]) * scales[channel];
    }
    TensorProto tensor = Tensors.ofFloats(constant.tensor().getDimsList(), real);
    DataType type = Tensors.type(constant.tensor());
    checkPointType(node, zeroPoint, type);
    Optional<Constant.Integers> integers =
        symmetric(type, values, points)
            .map(element -> integers(element, values, points[0], scales, axis));
    Optional<Constant.Bytes> bytes =
        single ? bytes(type, values, scales[0], points[0]) : Optional.empty();
    graph.define(node.output(), new Constant(tensor, integers, bytes));
  }

  private static float[] positive(Node node, float[] scales) {
    for (float scale : scales) {
      if (!(scale > 0)) {
        throw node.badQuantization("scale " + scale + " is not positive", AGAIN);
      }
    }
    return scales;
  }

  private static void checkPointType(Node node, Optional<Constant> zeroPoint, DataType type) {
    zeroPoint
        .map(constant -> Tensors.type(constant.tensor()))
        .filter(pointType -> pointType != type)
        .ifPresent(
            pointType -> {
              throw node.badQuantization(
                  "a zero point of " + pointType + " for integers of " + type, AGAIN);
            });
  }

  private static Optional<Constant.Bytes> bytes(
      DataType type, long[] values, float scale, long point) {
    if (type != DataType.INT8 && type != DataType.UINT8) {
      return Optional.empty();
    }
    int offset = type == DataType.UINT8 ? UNSIGNED_OFFSET : 0;
    int[] bytes = new int[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (int) values[i] - offset;
    }
    return Optional.of(new Constant.Bytes(bytes, QuantizedType.int8(scale, (int) point - offset)));
  }

  /** The type of the integers less their zero point, if it is the same for all and they fit. */
  private static Optional<ElementType> symmetric(DataType type, long[] values, long[] points) {
    for (long point : points) {
      if (point != points[0] || (type == DataType.INT32 && point != 0)) {
        return Optional.empty();
      }
    }
    boolean fit = true;
    for (long value : values) {
      long less = value - points[0];
      fit &= less >= Byte.MIN_VALUE && less <= Byte.MAX_VALUE;
    }
    return switch (type) {
      case INT8, UINT8 -> fit ? Optional.of(ElementType.INT8) : Optional.empty();
      case INT32 -> Optional.of(ElementType.INT32);
      default -> Optional.empty();
    };
  }

  private static Constant.Integers integers(
      ElementType type, long[] values, long point, float[] scales, int axis) {
    int[] integers = new int[values.length];
    for (int i = 0; i < integers.length; i++) {
      integers[i] = (int) (values[i] - point);
    }
    return new Constant.Integers(type, integers, scales, axis);
  }

  /** Transpose of dequantised weights: real values and integers alike. */
  static void transpose(Node node, Graph graph) {
    Constant constant = graph.constant(node, 0);
    Constant.Integers read = constant.integers().orElseThrow();
    int rank = constant.dimensions().size();
    List<Integer> order = new ArrayList<>();
    for (int axis = rank - 1; axis >= 0; axis--) {
      order.add(axis);
    }
    order = node.integers("perm").orElse(order);
    ConstantFolder.fold(node, graph);
    Constant real = graph.constant(node.output());
    TensorProto.Builder raw =
        TensorProto.newBuilder()
            .setDataType(DataType.INT32.getNumber())
            .addAllDims(constant.tensor().getDimsList());
    for (int value : read.values()) {
      raw.addInt32Data(value);
    }
    String name = node.input(0) + "/integers";
    graph.define(name, Constant.of(raw.build()));
    NodeProto same =
        node.proto().toBuilder().setInput(0, name).setOutput(0, name + "/transposed").build();
    ConstantFolder.fold(node.with(same), graph);
    long[] moved = graph.constant(name + "/transposed").longs();
    int[] values = new int[moved.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (int) moved[i];
    }
    int axis = read.axis() < 0 ? -1 : order.indexOf(read.axis());
    graph.define(
        node.output(),
        new Constant(
            real.tensor(),
            Optional.of(new Constant.Integers(read.type(), values, read.scales(), axis))));
  }
}
