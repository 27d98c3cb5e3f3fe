package lowrank.exporter;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.List;
import java.util.stream.IntStream;
import lowrank.exporter.Precision.Parameters;
import lowrank.fixed.Range;
import lowrank.network.Layer;
import lowrank.operator.ConstantArithmetic;
import lowrank.operator.WeightedOperator;
import lowrank.tensor.Shape;

/**
 * What the writer of one operator works with: the layer's inputs and shapes, and the graph. The
 * newest node added is the one that makes the layer's result.
 */
final class LayerWriter {
  private final GraphWriter graph;
  private final Precision precision;
  private final Layer layer;
  private final List<String> inputs;
  private final List<Shape> inputShapes;
  private final Shape outputShape;

  LayerWriter(
      GraphWriter graph,
      Precision precision,
      Layer layer,
      List<String> inputs,
      List<Shape> inputShapes) {
    this.graph = graph;
    this.precision = precision;
    this.layer = layer;
    this.inputs = inputs;
    this.inputShapes = inputShapes;
    this.outputShape = layer.operator().outputShape(inputShapes);
  }

  /** Names of the values read, in the operator's order. */
  List<String> inputs() {
    return inputs;
  }

  /** Shape of the first input, NHWC. */
  Shape inputShape() {
    return inputShapes.get(0);
  }

  /** Shape of the output, NHWC. */
  Shape outputShape() {
    return outputShape;
  }

  /** Adds the node that is called as the layer. */
  String main(String type, List<String> values, AttributeProto... attributes) {
    String output = graph.unique(layer.name() + "/main");
    graph.node(layer.name(), type, values, output, attributes);
    return output;
  }

  /** Adds a further node, called as the layer with its role behind. */
  String helper(String role, String type, List<String> values, AttributeProto... attributes) {
    return graph.node(layer.name() + "/" + role, type, values, attributes);
  }

  /** Adds a constant, called as the layer with its role behind. */
  String constant(String role, TensorProto tensor) {
    return graph.constant(layer.name() + "/" + role, tensor);
  }

  /** Adds a constant vector of int64. */
  String constant(String role, List<Long> values) {
    return constant(role, Protos.longs(values));
  }

  /** Adds the constant operand of an operation, with the dimensions that the input has or 1. */
  String constant(ConstantArithmetic operator) {
    int size = operator.constant().size();
    boolean whole = size == inputShape().elements();
    long[] dimensions = new long[] {size};
    int[] order = IntStream.range(0, size).toArray();
    if (whole) {
      dimensions = ChannelsFirst.dimensions(inputShape());
      order = ChannelsFirst.elementOrder(inputShape());
    } else if (size > 1 && inputShape().rank() == 3) {
      dimensions = new long[] {size, 1, 1};
    }
    return precision.operand(graph, layer, operator, dimensions, order);
  }

  /** Adds weights, output channels outermost, and bias. */
  Parameters parameters(WeightedOperator operator, long[] dimensions, int[] order) {
    return parameters(operator, dimensions, order, 0);
  }

  /**
   * Adds weights and bias.
   *
   * @param outputAxis dimension of the weights in the graph that is the output channel
   */
  Parameters parameters(WeightedOperator operator, long[] dimensions, int[] order, int outputAxis) {
    return precision.parameters(graph, layer, operator, dimensions, order, outputAxis);
  }

  /** Adds the node of a fused activation, if there is one. */
  String activate(String value, Range range) {
    return range.isAll() ? value : helper("activation", clampType(range), clamp(value, range));
  }

  /** The ONNX operator that clamps to {@code range}. */
  static String clampType(Range range) {
    boolean rectifier = range.minimum() == 0 && range.maximum() == Float.POSITIVE_INFINITY;
    return range.isAll() ? "Identity" : rectifier ? "Relu" : "Clip";
  }

  /** The inputs of that operator: the value, and for Clip those bounds that are finite. */
  List<String> clamp(String value, Range range) {
    if (!clampType(range).equals("Clip")) {
      return List.of(value);
    }
    String minimum = bound("minimum", range.minimum());
    String maximum = bound("maximum", range.maximum());
    return maximum.isEmpty() ? List.of(value, minimum) : List.of(value, minimum, maximum);
  }

  private String bound(String role, float bound) {
    return Float.isInfinite(bound) ? "" : constant(role, Protos.floats(new float[] {bound}));
  }

  /** Demands at least this version of the standard operators. */
  void requireOpset(int version) {
    graph.requireOpset(version);
  }
}
