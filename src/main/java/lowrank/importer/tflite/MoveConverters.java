package lowrank.importer.tflite;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import lowrank.operator.ResizeNearest;
import lowrank.operator.Slice;
import lowrank.operator.Transpose;
import lowrank.tensor.Shape;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.ResizeNearestNeighborOptions;

/** Operators that move elements to other places: TRANSPOSE, SPLIT, RESIZE_NEAREST_NEIGHBOR. */
final class MoveConverters {
  private MoveConverters() {}

  /** A transposition; one that moves only dimensions of one is another shape. */
  static void transpose(NodeInfo node, GraphBuilder graph) {
    Value input = graph.input(node, 0);
    List<Integer> dimensions = graph.model().tensor(node.inputs().get(0)).dimensions();
    List<Integer> order = new ArrayList<>();
    for (int axis : graph.constants().list(node, 1)) {
      order.add(axis(node, graph, axis, dimensions.size()));
    }
    if (order.stream().distinct().count() != dimensions.size()) {
      throw graph.unsupported(
          node, "order " + order + " of " + dimensions, "the model is inconsistent");
    }
    List<Integer> moving = order.stream().filter(axis -> dimensions.get(axis) != 1).toList();
    List<Integer> sorted = moving.stream().sorted().toList();
    if (moving.equals(sorted)) {
      ShapeConverters.reshape(node, graph);
      return;
    }
    graph.checkUnchangedType(node, input);
    boolean batched = graph.model().tensor(node.inputs().get(0)).batched();
    if (batched && order.get(0) == 0) {
      List<Integer> inner = order.subList(1, order.size()).stream().map(a -> a - 1).toList();
      graph.add(node, new Transpose(inner), input);
      return;
    }
    Shape shape = new Shape(sorted.stream().map(dimensions::get).toList());
    List<Integer> inner = moving.stream().map(sorted::indexOf).toList();
    graph.add(node, new Transpose(inner), input.withShape(shape));
  }

  private static int axis(NodeInfo node, GraphBuilder graph, int given, int rank) {
    int axis = given < 0 ? given + rank : given;
    if (axis < 0 || axis >= rank) {
      throw graph.unsupported(node, "dimension " + given, "export the model again");
    }
    return axis;
  }

  /** SPLIT into equal parts: the axis, then the value. */
  static void split(NodeInfo node, GraphBuilder graph) {
    if (!node.has(1) || node.outputs().isEmpty()) {
      throw graph.unsupported(node, "no value to split", "the model is inconsistent");
    }
    NodeInfo reordered =
        node.with(List.of(node.inputs().get(1), node.inputs().get(0)), node.outputs());
    int axis = splitAxis(reordered, graph, 1);
    int size = graph.model().tensor(reordered.inputs().get(0)).dimensions().get(axis);
    int parts = node.outputs().size();
    if (size % parts != 0) {
      throw graph.unsupported(
          node, size + " elements in " + parts + " equal parts", "the model is inconsistent");
    }
    split(reordered, graph, axis, Collections.nCopies(parts, size / parts));
  }

  /** SPLIT_V: the value, the lengths, one of which may be left open, and the axis. */
  static void splitByLengths(NodeInfo node, GraphBuilder graph) {
    graph.input(node, 0);
    int axis = splitAxis(node, graph, 2);
    int size = graph.model().tensor(node.inputs().get(0)).dimensions().get(axis);
    List<Integer> lengths = new ArrayList<>(graph.constants().list(node, 1));
    int open = lengths.indexOf(-1);
    if (open >= 0) {
      lengths.set(open, 0);
      lengths.set(open, size - lengths.stream().mapToInt(Integer::intValue).sum());
    }
    boolean positive = lengths.stream().allMatch(length -> length > 0 && length <= size);
    if (!positive
        || lengths.size() != node.outputs().size()
        || lengths.stream().mapToLong(Integer::longValue).sum() != size) {
      throw graph.unsupported(
          node, size + " elements in parts of " + lengths, "split into parts of 1 or more");
    }
    split(node, graph, axis, lengths);
  }

  private static int splitAxis(NodeInfo node, GraphBuilder graph, int position) {
    graph.input(node, 0);
    TensorInfo tensor = graph.model().tensor(node.inputs().get(0));
    List<Integer> given = graph.constants().list(node, position);
    if (given.size() != 1) {
      throw graph.unsupported(node, "split along " + given, "split along one dimension");
    }
    int axis = axis(node, graph, given.get(0), tensor.rank());
    if (axis == 0 && tensor.batched()) {
      throw graph.unsupported(
          node, "a split of the batch", "split along rows, columns or channels");
    }
    return axis;
  }

  /** One slice for each output. */
  private static void split(NodeInfo node, GraphBuilder graph, int axis, List<Integer> lengths) {
    Value input = graph.input(node, 0);
    int place = axis - (graph.model().tensor(node.inputs().get(0)).batched() ? 1 : 0);
    List<Integer> begin = new ArrayList<>(Collections.nCopies(input.shape().rank(), 0));
    List<Integer> end = new ArrayList<>(input.shape().dimensions());
    List<Integer> step = Collections.nCopies(input.shape().rank(), 1);
    for (int part = 0; part < lengths.size(); part++) {
      NodeInfo single = node.with(node.inputs(), List.of(node.outputs().get(part)));
      end.set(place, begin.get(place) + lengths.get(part));
      graph.checkUnchangedType(single, input);
      graph.add(single, new Slice(begin, end, step), input);
      begin.set(place, end.get(place));
    }
  }

  /** RESIZE_NEAREST_NEIGHBOR to the size that is recorded with the output. */
  static void resizeNearestNeighbor(NodeInfo node, GraphBuilder graph) {
    boolean[] form =
        graph
            .model()
            .options(
                node,
                BuiltinOptions.ResizeNearestNeighborOptions,
                new ResizeNearestNeighborOptions(),
                o -> new boolean[] {o.alignCorners(), o.halfPixelCenters()});
    Value input = graph.input(node, 0);
    Shape output = graph.shape(graph.output(node));
    if (input.shape().rank() != 3 || output.rank() != 3) {
      throw graph.unsupported(
          node, "input of shape " + input.shape(), "give it one image, rows x columns x channels");
    }
    List<Integer> size = graph.constants().list(node, 1);
    if (!size.equals(List.of(output.height(), output.width()))) {
      throw graph.unsupported(
          node, "size " + size + " for an output of shape " + output, "export the model again");
    }
    graph.checkUnchangedType(node, input);
    graph.add(
        node,
        new ResizeNearest(
            positions(input.shape().height(), output.height(), form[0], form[1]),
            positions(input.shape().width(), output.width(), form[0], form[1])),
        input);
  }

  /** TFLite's {@code GetNearestNeighbor}, in float32. */
  private static List<Integer> positions(
      int inputs, int outputs, boolean alignCorners, boolean halfPixelCenters) {
    boolean aligned = alignCorners && outputs > 1;
    float scale = aligned ? (inputs - 1) / (float) (outputs - 1) : inputs / (float) outputs;
    float offset = halfPixelCenters ? 0.5f : 0;
    List<Integer> positions = new ArrayList<>();
    for (int x = 0; x < outputs; x++) {
      float position = (x + offset) * scale;
      double floor = Math.floor(position);
      double nearest = alignCorners && position - floor >= 0.5 ? floor + 1 : floor;
      positions.add((int) Math.min(nearest, inputs - 1));
    }
    return positions;
  }
}
