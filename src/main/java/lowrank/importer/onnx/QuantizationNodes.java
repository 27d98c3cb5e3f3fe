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

  private QuantizationNodes() {}

  /** Either node over an activation: one scale and zero point, int8, uint8 or int16. */
  static void mark(Node node, Graph graph) {
    View view = graph.view(node, 0);
    String name = graph.addMarker(node, new QuantizationMarker(type(node, graph)), view.value());
    graph.define(node.output(), view.withValue(name));
  }

  private static QuantizedType type(Node node, Graph graph) {
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
      throw node.badQuantization(e.getMessage(), "quantise the model again");
    }
  }

  /** DequantizeLinear of a constant: its real values, with the integers they come from. */
  static void dequantize(Node node, Graph graph) {
    Constant constant = graph.constant(node, 0);
    long[] values = constant.longs();
    float[] scales = graph.finite(node, 1);
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
          scales.length + " scales and " + points.length + " zero points for " + dimensions,
          "quantise the model again");
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
    Optional<Constant.Integers> integers =
        symmetric(Tensors.type(constant.tensor()), points)
            .map(type -> integers(type, values, points[0], scales, axis));
    graph.define(node.output(), new Constant(tensor, integers));
  }

  private static Optional<ElementType> symmetric(DataType type, long[] points) {
    long middle = type == DataType.UINT8 ? UNSIGNED_OFFSET : 0;
    for (long point : points) {
      if (point != middle) {
        return Optional.empty();
      }
    }
    return switch (type) {
      case INT8, UINT8 -> Optional.of(ElementType.INT8);
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
