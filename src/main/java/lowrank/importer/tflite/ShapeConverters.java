package lowrank.importer.tflite;

import java.util.ArrayList;
import java.util.List;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.Range;
import lowrank.operator.Clamp;
import lowrank.operator.Concatenation;
import lowrank.operator.Pad;
import lowrank.operator.Slice;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.ConcatenationOptions;
import org.tensorflow.lite.schema.StridedSliceOptions;
import org.tensorflow.lite.schema.TensorType;

/** Operators that move or select elements. */
final class ShapeConverters {
  private ShapeConverters() {}

  /**
   * RESHAPE, SQUEEZE and EXPAND_DIMS keep the elements' order: the new shape is the one recorded
   * with the output.
   */
  static void reshape(NodeInfo node, GraphBuilder graph) {
    Value input = graph.input(node, 0);
    Shape shape = graph.shape(graph.output(node));
    if (shape.elements() != input.shape().elements()) {
      throw new CompileException(
          Fault.SHAPE_MISMATCH,
          GraphBuilder.label(node),
          input.shape() + " cannot become " + shape);
    }
    graph.checkUnchangedType(node, input);
    graph.alias(node, input.withShape(shape));
  }

  static void pad(NodeInfo node, GraphBuilder graph) {
    Value input = graph.input(node, 0);
    TensorInfo tensor = graph.model().tensor(node.inputs().get(0));
    List<Integer> amounts = graph.constants().list(node, 1);
    if (amounts.size() != 2 * tensor.rank()) {
      throw graph.unsupported(
          node, amounts.size() + " amounts of padding", "the model is inconsistent");
    }
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    for (int axis = 0; axis < tensor.rank(); axis++) {
      int low = amounts.get(2 * axis);
      int high = amounts.get(2 * axis + 1);
      if (low < 0 || high < 0 || (axis == 0 && tensor.batched() && low + high != 0)) {
        throw graph.unsupported(
            node, "padding " + amounts, "pad rows, columns and channels by 0 or more");
      }
      before.add(low);
      after.add(high);
    }
    int first = tensor.batched() ? 1 : 0;
    Pad pad =
        new Pad(
            before.subList(first, before.size()),
            after.subList(first, after.size()),
            padValue(node, graph, input));
    graph.checkUnchangedType(node, input);
    graph.add(node, pad, input);
  }

  private static float padValue(NodeInfo node, GraphBuilder graph, Value input) {
    if (!node.has(2)) {
      return 0;
    }
    if (graph.constants().tensor(node, 2).type() != TensorType.FLOAT32
        && input.type().isPresent()) {
      QuantizedType type = input.type().get();
      return type.dequantize(graph.constants().integers(node, 2, type.element()).at(0));
    }
    Tensor value = graph.constants().floats(node, 2);
    return value.at(0);
  }

  static void concatenation(NodeInfo node, GraphBuilder graph) {
    int[] form =
        graph
            .model()
            .options(
                node,
                BuiltinOptions.ConcatenationOptions,
                new ConcatenationOptions(),
                o -> new int[] {o.axis(), o.fusedActivationFunction()});
    Value[] inputs = new Value[node.inputs().size()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = graph.input(node, i);
      graph.checkUnchangedType(node, inputs[i]);
    }
    if (inputs.length == 0) {
      throw graph.unsupported(node, "no inputs", "the model is inconsistent");
    }
    TensorInfo first = graph.model().tensor(node.inputs().get(0));
    int axis = (form[0] < 0 ? form[0] + first.rank() : form[0]) - (first.batched() ? 1 : 0);
    if (axis < 0 || axis >= inputs[0].shape().rank()) {
      throw graph.unsupported(
          node, "joined along dimension " + form[0], "join along rows, columns or channels");
    }
    graph.add(node, new Concatenation(axis), inputs);
    Range activation = Activations.range(graph, node, (byte) form[1]);
    if (!activation.isAll()) {
      graph.add(node, new Clamp(activation), graph.value(graph.output(node).index()));
    }
  }

  static void slice(NodeInfo node, GraphBuilder graph) {
    TensorInfo tensor = inputTensor(node, graph);
    List<Integer> begin = graph.constants().list(node, 1);
    List<Integer> size = graph.constants().list(node, 2);
    List<Integer> end = new ArrayList<>();
    List<Integer> step = new ArrayList<>();
    checkRank(node, graph, tensor, begin, size);
    for (int axis = 0; axis < tensor.rank(); axis++) {
      int length = size.get(axis);
      end.add(length == -1 ? tensor.dimensions().get(axis) : begin.get(axis) + length);
      step.add(1);
    }
    add(node, graph, tensor, begin, end, step);
  }

  static void stridedSlice(NodeInfo node, GraphBuilder graph) {
    int[] masks =
        graph
            .model()
            .options(
                node,
                BuiltinOptions.StridedSliceOptions,
                new StridedSliceOptions(),
                o ->
                    new int[] {
                      o.beginMask(),
                      o.endMask(),
                      o.shrinkAxisMask(),
                      o.ellipsisMask() | o.newAxisMask() | (o.offset() ? 1 : 0)
                    });
    if (masks[3] != 0) {
      throw graph.unsupported(
          node, "ellipsis, new axis or offset", "slice with plain begin, end and step");
    }
    TensorInfo tensor = inputTensor(node, graph);
    List<Integer> begin = graph.constants().list(node, 1);
    List<Integer> end = graph.constants().list(node, 2);
    List<Integer> step = graph.constants().list(node, 3);
    checkRank(node, graph, tensor, begin, end);
    checkRank(node, graph, tensor, step, step);
    List<Integer> from = new ArrayList<>();
    List<Integer> to = new ArrayList<>();
    for (int axis = 0; axis < tensor.rank(); axis++) {
      int size = tensor.dimensions().get(axis);
      boolean single = (masks[2] >> axis & 1) != 0;
      int low = (masks[0] >> axis & 1) != 0 ? 0 : position(begin.get(axis), size);
      int high = (masks[1] >> axis & 1) != 0 ? size : position(end.get(axis), size);
      from.add(low);
      to.add(single ? low + 1 : high);
    }
    add(node, graph, tensor, from, to, step);
  }

  private static TensorInfo inputTensor(NodeInfo node, GraphBuilder graph) {
    graph.input(node, 0);
    return graph.model().tensor(node.inputs().get(0));
  }

  /** A position counted from the end if negative, within 0 .. size. */
  private static int position(int given, int size) {
    int position = given < 0 ? Math.max(given, -size) + size : given;
    return Math.min(position, size);
  }

  private static void checkRank(
      NodeInfo node, GraphBuilder graph, TensorInfo tensor, List<Integer> a, List<Integer> b) {
    if (a.size() != tensor.rank() || b.size() != tensor.rank()) {
      throw graph.unsupported(
          node, "slice of other rank than its input", "slice every dimension explicitly");
    }
  }

  private static void add(
      NodeInfo node,
      GraphBuilder graph,
      TensorInfo tensor,
      List<Integer> begin,
      List<Integer> end,
      List<Integer> step) {
    Value input = graph.input(node, 0);
    int first = tensor.batched() ? 1 : 0;
    if ((first == 1 && (begin.get(0) != 0 || end.get(0) < 1))
        || step.stream().anyMatch(s -> s < 1)) {
      throw graph.unsupported(
          node, "a slice of the batch or backwards", "slice rows, columns and channels forwards");
    }
    graph.checkUnchangedType(node, input);
    int rank = tensor.rank();
    graph.add(
        node,
        new Slice(begin.subList(first, rank), end.subList(first, rank), step.subList(first, rank)),
        input);
  }
}
