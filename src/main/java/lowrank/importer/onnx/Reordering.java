package lowrank.importer.onnx;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import lowrank.operator.Transpose;
import lowrank.tensor.Shape;

/**
 * Copies an activation into another order of elements, where no view of the stored tensor will do.
 */
final class Reordering {
  private Reordering() {}

  /** N, C, H, W or N, C, W stored as height, width, channels. */
  static View toImage(Node node, Graph graph, View view) {
    List<Axis> axes = view.axes();
    List<Axis> order =
        view.rank() == 4
            ? List.of(axes.get(0), axes.get(2), axes.get(3), axes.get(1))
            : List.of(axes.get(0), axes.get(2), axes.get(1));
    String name = copy(node, graph, view, order, view.imageShape());
    return View.image(name, view.imageShape(), view.rank());
  }

  /** The elements stored in the graph's order and dimensions, the batch aside. */
  static View toOrder(Node node, Graph graph, View view) {
    List<Integer> dimensions = view.dimensions();
    boolean batched = !dimensions.isEmpty() && dimensions.get(0) == 1;
    Shape shape = new Shape(batched ? dimensions.subList(1, dimensions.size()) : dimensions);
    String name = copy(node, graph, view, view.axes(), shape);
    return View.plain(name, shape).reshape(dimensions).orElseThrow();
  }

  /**
   * A value of that shape with the elements in the order of {@code axes}, a view of all of them.
   */
  private static String copy(Node node, Graph graph, View view, List<Axis> axes, Shape shape) {
    List<Axis.Part> wanted = Axis.joined(axes).parts();
    List<Axis.Part> stored = new ArrayList<>(wanted);
    stored.sort(Comparator.comparing(Axis.Part::stride).reversed());
    Shape dimensions = new Shape(stored.stream().map(Axis.Part::size).toList());
    String value = graph.stored(node, view, dimensions).value();
    Transpose transpose = new Transpose(wanted.stream().map(stored::indexOf).toList());
    String moved = graph.addHelper(node, view.value(), "_transpose", transpose, value);
    Shape computed = graph.shape(moved);
    return graph.stored(node, View.plain(moved, computed), shape).value();
  }
}
