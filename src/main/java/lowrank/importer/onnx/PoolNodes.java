package lowrank.importer.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import lowrank.fixed.Range;
import lowrank.kernel.PoolKernel.Mode;
import lowrank.kernel.Window;
import lowrank.operator.Mean;
import lowrank.operator.Operator;
import lowrank.operator.Pad;
import lowrank.operator.Pool2d;
import lowrank.tensor.Shape;

/** Pooling nodes and means over rows and columns. */
final class PoolNodes {
  private PoolNodes() {}

  /** MaxPool without its second output. */
  static void maximum(Node node, Graph graph) {
    if (node.proto().getOutputCount() > 1 && !node.proto().getOutput(1).isEmpty()) {
      throw node.unsupported("its second output, the indices, is used", "use only its maximum");
    }
    View image = graph.image(node, graph.view(node, 0));
    pool(node, graph, image, window(node, image), Mode.MAXIMUM);
  }

  /** AveragePool; padding that is counted becomes a layer of its own. */
  static void average(Node node, Graph graph) {
    View image = graph.image(node, graph.view(node, 0));
    Window window = window(node, image);
    if (node.integer("count_include_pad", 0) == 0 || !window.padded()) {
      pool(node, graph, image, window, Mode.AVERAGE);
      return;
    }
    if (node.integer("ceil_mode", 0) != 0) {
      throw node.unsupported(
          "count_include_pad together with ceil_mode", "export it without ceil_mode");
    }
    Pad pad =
        new Pad(
            List.of(window.padTop(), window.padLeft(), 0),
            List.of(window.padBottom(), window.padRight(), 0),
            0);
    String padded = graph.addHelper(node, image.value(), "_pad", pad, image.value());
    View around = View.image(padded, graph.shape(padded), image.rank());
    pool(node, graph, around, window.withPadding(0, 0, 0, 0), Mode.AVERAGE);
  }

  private static Window window(Node node, View image) {
    int spatial = image.rank() - 2;
    if (!node.has("kernel_shape")) {
      throw node.malformed("has no kernel_shape");
    }
    int[] kernel = node.steps("kernel_shape", spatial, 1);
    Window window =
        Windowing.read(
            node, spatial == 2 ? kernel[0] : 1, kernel[spatial - 1], image.rank(), image.shape());
    if (window.dilationHeight() != 1 || window.dilationWidth() != 1) {
      throw node.unsupported("its window is dilated", "use dilation 1");
    }
    if (node.integer("ceil_mode", 0) != 0) {
      window = Windowing.roundedUp(window, image.shape()).orElse(window);
    }
    if (window.padTop() >= window.kernelHeight()
        || window.padLeft() >= window.kernelWidth()
        || window.padBottom() >= window.kernelHeight()
        || window.padRight() >= window.kernelWidth()) {
      throw node.unsupported("a window lies in the padding", "use less padding than the kernel");
    }
    return window;
  }

  private static void pool(Node node, Graph graph, View image, Window window, Mode mode) {
    String name = graph.add(node, new Pool2d(window, mode, Range.ALL), image.value());
    graph.define(node.output(), View.image(name, graph.shape(name), image.rank()));
  }

  /** GlobalAveragePool. */
  static void globalAverage(Node node, Graph graph) {
    global(node, graph, Mode.AVERAGE);
  }

  /** GlobalMaxPool. */
  static void globalMaximum(Node node, Graph graph) {
    global(node, graph, Mode.MAXIMUM);
  }

  private static void global(Node node, Graph graph, Mode mode) {
    View image = graph.image(node, graph.view(node, 0));
    Window window = Window.of(image.shape().height(), image.shape().width());
    pool(node, graph, image, window, mode);
  }

  /** ReduceMean over rows, columns or both. */
  static void reduceMean(Node node, Graph graph) {
    View input = graph.view(node, 0);
    List<Integer> axes = axes(node, graph, input.rank());
    boolean keep = node.integer("keepdims", 1) != 0;
    List<Integer> dimensions = input.dimensions();
    if (axes.stream().allMatch(axis -> dimensions.get(axis) == 1)) {
      graph.define(node.output(), keep ? input : without(input, axes));
      return;
    }
    Graph.Placed placed = graph.placed(node, input);
    Shape shape = placed.view().shape();
    int height = 1;
    int width = 1;
    for (int axis : axes) {
      int place = placed.places()[axis];
      if (place >= 0 && (shape.rank() != 3 || place == 2)) {
        throw node.unsupported(
            "it averages over axes " + axes + " of " + input.describe(),
            "average over rows and columns of an image only");
      }
      height = place == 0 ? shape.height() : height;
      width = place == 1 ? shape.width() : width;
    }
    boolean whole = height == shape.height() && width == shape.width();
    Window window = Window.of(height, width).withStride(height, width);
    Operator operator = whole ? new Mean() : new Pool2d(window, Mode.AVERAGE, Range.ALL);
    String name = graph.add(node, operator, placed.view().value());
    View kept = View.of(name, graph.shape(name), placed.places());
    graph.define(node.output(), keep ? kept : without(kept, axes));
  }

  private static View without(View view, List<Integer> axes) {
    List<Axis> left = new ArrayList<>();
    for (int axis = 0; axis < view.rank(); axis++) {
      if (!axes.contains(axis)) {
        left.add(view.axes().get(axis));
      }
    }
    return new View(view.value(), view.shape(), left);
  }

  private static List<Integer> axes(Node node, Graph graph, int rank) {
    Optional<List<Integer>> given =
        node.hasInput(1) ? Optional.of(graph.integers(node, 1)) : node.integers("axes");
    if (given.isEmpty() || given.get().isEmpty()) {
      return node.integer("noop_with_empty_axes", 0) != 0
          ? List.of()
          : IntStream.range(0, rank).boxed().toList();
    }
    return given.get().stream().map(axis -> node.axis(axis, rank)).toList();
  }
}
