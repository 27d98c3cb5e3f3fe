package lowrank.importer.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lowrank.importer.SizeBudget;
import lowrank.network.Layer;
import lowrank.operator.Operator;
import lowrank.operator.Reshape;
import lowrank.provenance.Origin;
import lowrank.tensor.Shape;

/**
 * The network under construction while the nodes are read in order: the layers so far, and what is
 * known of every value of the ONNX graph.
 */
final class Graph {
  private final Names names;
  private final Map<String, Origin> origins;
  private final SizeBudget budget;
  private final Map<String, View> views = new HashMap<>();
  private final Map<String, Constant> constants = new HashMap<>();
  private final Map<String, String> constantSources = new HashMap<>();
  private final Map<String, Shape> shapes = new HashMap<>();
  private final List<Layer> layers = new ArrayList<>();
  private final Map<String, LayerWeights> weights = new LinkedHashMap<>();

  /**
   * Starts with the network's input.
   *
   * @param origins of the layers of a model written by this tool, by name; else empty
   * @param budget what the model may ask for
   */
  Graph(Names names, Map<String, Origin> origins, SizeBudget budget, String input, View view) {
    this.names = names;
    this.origins = origins;
    this.budget = budget;
    views.put(input, view);
    shapes.put(view.value(), view.shape());
  }

  /** The layers so far. */
  List<Layer> layers() {
    return layers;
  }

  /** Weights of the layers that have any, by layer name. */
  Map<String, LayerWeights> weights() {
    return weights;
  }

  /** The activation behind a graph value, if it is one. */
  Optional<View> view(String value) {
    return Optional.ofNullable(views.get(value));
  }

  /** The activation that a node reads. */
  View view(Node node, int input) {
    String value = node.input(input);
    if (views.containsKey(value)) {
      return views.get(value);
    }
    if (constants.containsKey(value)) {
      throw node.unsupported(
          "input " + input + " is a constant where an activation is expected",
          "exchange its inputs or fold the node before exporting");
    }
    throw node.malformed("reads " + value + ", which nothing before it computes");
  }

  /** Whether a graph value is a constant. */
  boolean isConstant(String value) {
    return constants.containsKey(value);
  }

  /** A constant that is known to be one. */
  Constant constant(String value) {
    return constants.get(value);
  }

  /** The constant that a node reads; an activation there is an error. */
  Constant constant(Node node, int input) {
    String value = node.input(input);
    if (constants.containsKey(value)) {
      return constants.get(value);
    }
    if (views.containsKey(value)) {
      throw node.unsupported(
          "input " + input + " is computed by the model where a constant is expected",
          "make it a constant before exporting");
    }
    throw node.malformed("reads " + value + ", which nothing before it computes");
  }

  /** The constant that a node reads, if the input is given. */
  Optional<Constant> optionalConstant(Node node, int input) {
    return node.hasInput(input) ? Optional.of(constant(node, input)) : Optional.empty();
  }

  /** Finite float elements of a constant that a node reads. */
  float[] finite(Node node, int input) {
    float[] values = constant(node, input).floats();
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw node.nonFinite();
      }
    }
    return values;
  }

  /** Small integers in a constant that a node reads; values beyond an int saturate. */
  List<Integer> integers(Node node, int input) {
    List<Integer> values = new ArrayList<>();
    for (long value : constant(node, input).longs()) {
      values.add((int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value)));
    }
    return values;
  }

  /** Says what a graph value is. */
  void define(String value, Constant constant) {
    budget.constant(constant.size());
    constants.put(value, constant);
  }

  /** Says what a graph value is. */
  void define(String value, View view) {
    views.put(value, view);
  }

  /** Says that a constant was computed from another, whose name tells more. */
  void computedFrom(String value, String source) {
    constantSources.put(value, constantSources.getOrDefault(source, source));
  }

  /** A layer named after a node without weights. */
  String add(Node node, Operator operator, String... inputs) {
    return add(node, names.of(node, ""), operator, inputs);
  }

  /** A layer named after constants that are not the weights of an operator, or after the node. */
  String addNamed(Node node, String constant, Operator operator, String input) {
    return add(
        node, names.of(node, constantSources.getOrDefault(constant, constant)), operator, input);
  }

  /** A layer named after its weights, or after the node. */
  String add(Node node, String weightName, LayerWeights read, Operator operator, String input) {
    String name = addNamed(node, weightName, operator, input);
    weights.put(name, read);
    return name;
  }

  /** A layer that helps another: its name and a suffix. */
  String addHelper(Node node, String base, String suffix, Operator operator, String... inputs) {
    return add(node, names.unused(base + suffix), operator, inputs);
  }

  /** Whether the file says that a node is a layer of its own. */
  boolean isLayer(Node node) {
    return origins.containsKey(node.proto().getName());
  }

  /** A layer that is not part of the final network. */
  String addMarker(Node node, QuantizationMarker marker, String input) {
    return addHelper(node, input, "/" + node.kind(), marker, input);
  }

  private String add(Node node, String name, Operator operator, String... inputs) {
    List<Shape> inputShapes = new ArrayList<>();
    for (String input : inputs) {
      inputShapes.add(shapes.get(input));
    }
    Shape shape;
    try {
      shape = operator.outputShape(inputShapes);
    } catch (IllegalArgumentException e) {
      throw node.malformed(e.getMessage());
    }
    if (shape.elements() > SizeBudget.ACTIVATION) {
      throw node.unsupported(
          "its output of shape " + shape + " has more than " + SizeBudget.ACTIVATION + " elements",
          "reduce the model's input size");
    }
    budget.layer(shape.elements(), operator.multiplies(inputShapes));
    Origin origin = origins.getOrDefault(name, Origin.of(name));
    layers.add(new Layer(name, operator, List.of(inputs), origin));
    shapes.put(name, shape);
    return name;
  }

  /** Whether a value is what a QuantizeLinear or DequantizeLinear leaves. */
  boolean isMarked(String value) {
    return layers.stream()
        .anyMatch(
            layer -> layer.name().equals(value) && layer.operator() instanceof QuantizationMarker);
  }

  /** Shape of a network value. */
  Shape shape(String value) {
    return shapes.get(value);
  }

  /** The same elements under another stored shape: the value itself if it has that shape. */
  View stored(Node node, View view, Shape shape) {
    if (view.shape().equals(shape)) {
      return view;
    }
    String name = addHelper(node, view.value(), "_reshape", new Reshape(shape), view.value());
    return view.withValue(name, shape);
  }

  /** N, C, H, W or N, C, W stored as height, width, channels, copied if the order is another. */
  View image(Node node, View view) {
    if (view.rank() != 4 && view.rank() != 3) {
      throw node.unsupported(
          "input of " + view.rank() + " dimensions", "give it a two-dimensional image");
    }
    return view.isImage()
        ? stored(node, view, view.imageShape())
        : Reordering.toImage(node, this, view);
  }

  /**
   * A view whose dimensions are stored dimensions, with their places as for {@link View#of}: as
   * stored, else as an image, else with the tensor stored in the graph's own dimensions.
   */
  Placed placed(Node node, View view) {
    List<Integer> dimensions = view.dimensions();
    boolean batched = !dimensions.isEmpty() && dimensions.get(0) == 1;
    List<Integer> inner = batched ? dimensions.subList(1, dimensions.size()) : dimensions;
    if (view.ordered() && view.shape().dimensions().equals(inner)) {
      return Placed.plain(view, batched);
    }
    if (view.isImage()) {
      return new Placed(stored(node, view, view.imageShape()), View.imagePlaces(view.rank()));
    }
    if (view.ordered()) {
      return Placed.plain(stored(node, view, new Shape(inner)), batched);
    }
    int[] places = view.places();
    if (places.length > 0) {
      return new Placed(view, places);
    }
    return view.rank() == 4
        ? new Placed(Reordering.toImage(node, this, view), View.imagePlaces(4))
        : Placed.plain(Reordering.toOrder(node, this, view), batched);
  }

  /**
   * Two views of the same dimensions, one copied if their elements are stored in different orders:
   * as images if one is.
   */
  List<View> alike(Node node, View first, View second) {
    if (first.sameOrder(second)) {
      return List.of(first, second);
    }
    return first.isImage() || second.isImage()
        ? List.of(image(node, first), image(node, second))
        : List.of(inOrder(node, first), inOrder(node, second));
  }

  /** The elements stored in the graph's order, copied if they are not. */
  View inOrder(Node node, View view) {
    return view.ordered() ? view : Reordering.toOrder(node, this, view);
  }

  /**
   * A view whose dimensions are stored dimensions.
   *
   * @param places for each dimension of the view the stored one, -1 for the batch
   */
  record Placed(View view, int[] places) {
    static Placed plain(View view, boolean batched) {
      int first = batched ? -1 : 0;
      int[] places = new int[view.rank()];
      for (int axis = 0; axis < places.length; axis++) {
        places[axis] = axis + first;
      }
      return new Placed(view, places);
    }
  }
}
