package lowrank.importer.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import lowrank.operator.Transpose;

/** Nodes that rename or reorder dimensions: they change the view and make no layer. */
final class LayoutNodes {
  private LayoutNodes() {}

  /** Transpose. */
  static void transpose(Node node, Graph graph) {
    View view = graph.view(node, 0);
    List<Integer> reversed = new ArrayList<>(IntStream.range(0, view.rank()).boxed().toList());
    Collections.reverse(reversed);
    List<Integer> order = node.integers("perm").orElse(reversed);
    if (!IntStream.range(0, view.rank())
        .boxed()
        .toList()
        .equals(order.stream().sorted().toList())) {
      throw node.malformed("perm " + order + " for input " + view.describe());
    }
    if (graph.isLayer(node)) {
      copy(node, graph, graph.placed(node, view), order);
    } else {
      graph.define(node.output(), view.transpose(order));
    }
  }

  /** A layer that moves the elements, where the file says that it is one. */
  private static void copy(Node node, Graph graph, Graph.Placed placed, List<Integer> order) {
    int[] places = placed.places();
    int[] stored = new int[placed.view().shape().rank()];
    for (int axis = 0; axis < places.length; axis++) {
      int source = places[order.get(axis)];
      if ((source < 0) != (places[axis] < 0)) {
        throw node.malformed("perm " + order + " moves the batch");
      }
      if (source >= 0) {
        stored[places[axis]] = source;
      }
    }
    Transpose transpose = new Transpose(IntStream.of(stored).boxed().toList());
    String name = graph.add(node, transpose, placed.view().value());
    graph.define(node.output(), View.of(name, graph.shape(name), places));
  }

  /** Reshape to constant dimensions. */
  static void reshape(Node node, Graph graph) {
    View view = graph.view(node, 0);
    List<Integer> wanted = graph.integers(node, 1);
    boolean copies = node.integer("allowzero", 0) == 0;
    List<Integer> dimensions = new ArrayList<>();
    for (int axis = 0; axis < wanted.size(); axis++) {
      boolean copied = wanted.get(axis) == 0 && copies && axis < view.rank();
      dimensions.add(copied ? view.dimension(axis) : wanted.get(axis));
    }
    int unknown = dimensions.indexOf(-1);
    if (unknown >= 0) {
      dimensions.set(unknown, 1);
      long known = dimensions.stream().mapToLong(Integer::longValue).reduce(1, Tensors::product);
      dimensions.set(unknown, known < 1 ? -1 : (int) (view.shape().elements() / known));
    }
    define(node, graph, view, dimensions);
  }

  /** Flatten to two dimensions. */
  static void flatten(Node node, Graph graph) {
    View view = graph.view(node, 0);
    int given = node.integer("axis", 1);
    int axis = given == view.rank() ? given : node.axis(given, view.rank());
    int rows = Axis.joined(view.axes().subList(0, axis)).size();
    define(node, graph, view, List.of(rows, view.shape().elements() / rows));
  }

  /** Squeeze. */
  static void squeeze(Node node, Graph graph) {
    View view = graph.view(node, 0);
    Optional<List<Integer>> axes = axes(node, graph, view.rank());
    List<Axis> left = new ArrayList<>();
    for (int axis = 0; axis < view.rank(); axis++) {
      boolean removed = axes.isEmpty() ? view.dimension(axis) == 1 : axes.get().contains(axis);
      if (!removed) {
        left.add(view.axes().get(axis));
      } else if (view.dimension(axis) != 1) {
        throw node.malformed("axis " + axis + " of " + view.describe() + " is not 1");
      }
    }
    graph.define(node.output(), new View(view.value(), view.shape(), left));
  }

  /** Unsqueeze. */
  static void unsqueeze(Node node, Graph graph) {
    View view = graph.view(node, 0);
    int given = node.hasInput(1) ? graph.integers(node, 1).size() : axisCount(node);
    int rank = view.rank() + given;
    List<Integer> axes = axes(node, graph, rank).orElse(List.of());
    List<Axis> result = new ArrayList<>();
    int next = 0;
    for (int axis = 0; axis < rank; axis++) {
      boolean added = axes.contains(axis) || next == view.rank();
      result.add(added ? Axis.ONE : view.axes().get(next++));
    }
    graph.define(node.output(), new View(view.value(), view.shape(), result));
  }

  private static int axisCount(Node node) {
    return node.integers("axes").map(List::size).orElseThrow(() -> node.malformed("has no axes"));
  }

  private static Optional<List<Integer>> axes(Node node, Graph graph, int rank) {
    Optional<List<Integer>> given =
        node.hasInput(1) ? Optional.of(graph.integers(node, 1)) : node.integers("axes");
    return given.map(axes -> axes.stream().map(axis -> node.axis(axis, rank)).toList());
  }

  private static void define(Node node, Graph graph, View view, List<Integer> dimensions) {
    long elements = dimensions.stream().mapToLong(Integer::longValue).reduce(1, Tensors::product);
    if (elements != view.shape().elements() || dimensions.stream().anyMatch(size -> size < 1)) {
      throw node.unsupported(
          "it reshapes " + view.describe() + " to " + dimensions,
          "export the model for a batch of 1 and with fixed dimensions");
    }
    View reshaped =
        view.reshape(dimensions)
            .or(() -> Reordering.toOrder(node, graph, view).reshape(dimensions))
            .orElseThrow();
    graph.define(node.output(), reshaped);
  }
}
