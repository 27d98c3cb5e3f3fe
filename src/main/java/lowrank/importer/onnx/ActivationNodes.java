package lowrank.importer.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.List;
import java.util.Optional;
import lowrank.fixed.Range;
import lowrank.operator.Clamp;
import lowrank.operator.LeakyRelu;
import lowrank.operator.Operator;
import lowrank.tensor.Shape;

/** Nodes that act on each element alone, and those that do nothing at inference. */
final class ActivationNodes {
  private ActivationNodes() {}

  /** Applies an operator to every element, whatever the layout. */
  static void elementwise(Node node, Graph graph, Operator operator) {
    View view = graph.view(node, 0);
    String name = graph.add(node, operator, view.value());
    graph.define(node.output(), view.withValue(name));
  }

  /** Relu. */
  static void relu(Node node, Graph graph) {
    elementwise(node, graph, new Clamp(Range.RELU));
  }

  /** LeakyRelu. */
  static void leakyRelu(Node node, Graph graph) {
    float alpha = node.real("alpha", 0.01f);
    if (!(alpha >= 0) || Float.isInfinite(alpha)) {
      throw node.unsupported("its slope is " + alpha, "use a slope of at least 0");
    }
    elementwise(node, graph, new LeakyRelu(alpha));
  }

  /** Clip, its bounds attributes or constant inputs. */
  static void clip(Node node, Graph graph) {
    float minimum = bound(node, graph, 1, "min", Float.NEGATIVE_INFINITY);
    float maximum = bound(node, graph, 2, "max", Float.POSITIVE_INFINITY);
    if (minimum <= -Float.MAX_VALUE) {
      minimum = Float.NEGATIVE_INFINITY;
    }
    if (maximum >= Float.MAX_VALUE) {
      maximum = Float.POSITIVE_INFINITY;
    }
    if (!(minimum < maximum)) {
      throw node.malformed("clips to the empty range " + minimum + " .. " + maximum);
    }
    Range range = new Range(minimum, maximum);
    if (range.isAll()) {
      nothing(node, graph);
      return;
    }
    elementwise(node, graph, new Clamp(range));
  }

  private static float bound(Node node, Graph graph, int input, String attribute, float otherwise) {
    if (!node.hasInput(input)) {
      return node.real(attribute, otherwise);
    }
    float[] values = graph.constant(node, input).floats();
    if (values.length != 1) {
      throw node.malformed("its bound " + attribute + " has " + values.length + " elements");
    }
    return values[0];
  }

  /** Identity; where this tool wrote it, it is a layer that only requantises. */
  static void identity(Node node, Graph graph) {
    if (graph.isLayer(node)) {
      elementwise(node, graph, new Clamp(Range.ALL));
    } else {
      nothing(node, graph);
    }
  }

  private static void nothing(Node node, Graph graph) {
    graph.define(node.output(), graph.view(node, 0));
  }

  /** Dropout outside training. */
  static void dropout(Node node, Graph graph) {
    boolean mask = node.proto().getOutputCount() > 1 && !node.proto().getOutput(1).isEmpty();
    Optional<Constant> training = graph.optionalConstant(node, 2);
    if (mask || (training.isPresent() && training.get().longs()[0] != 0)) {
      throw node.unsupported("it drops elements", "export the model in evaluation mode");
    }
    nothing(node, graph);
  }

  /** Cast from one floating-point type to another. */
  static void cast(Node node, Graph graph) {
    DataType type = DataType.forNumber(node.integer("to", 0));
    if (type == null || !Tensors.isFloat(type)) {
      throw node.unsupported("it casts to " + type, "keep activations in floating point");
    }
    nothing(node, graph);
  }

  /**
   * Softmax over the channels, or over everything.
   *
   * @param operator softmax over the innermost stored dimension
   */
  static void softmax(Node node, Graph graph, Operator operator) {
    View view = graph.view(node, 0);
    boolean single = node.opset() >= 13;
    int axis = node.axis(node.integer("axis", single ? -1 : 1), view.rank());
    List<Axis> normalised = view.axes().subList(axis, single ? axis + 1 : view.rank());
    Axis joined = Axis.joined(normalised);
    if (joined.size() == view.shape().elements()) {
      view = graph.stored(node, view, Shape.of(view.shape().elements()));
    } else if (!joined.contiguous() || joined.size() != view.shape().channels()) {
      throw node.unsupported(
          "it normalises axis " + axis + " of " + view.describe(),
          "only softmax over the channels is supported");
    }
    String name = graph.add(node, operator, view.value());
    graph.define(node.output(), view.withValue(name));
  }
}
