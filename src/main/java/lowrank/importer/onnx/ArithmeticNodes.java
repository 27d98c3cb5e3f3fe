package lowrank.importer.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import lowrank.importer.pass.ChannelAffine;
import lowrank.operator.Arithmetic;
import lowrank.operator.Reshape;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;

/** Arithmetic with constants and batch normalisation; that of activations is delegated. */
final class ArithmeticNodes {
  private ArithmeticNodes() {}

  /** Add of two activations or of an activation and a constant. */
  static void add(Node node, Graph graph) {
    either(node, graph, Arithmetic.ADD, Affine.ADD, Affine.ADD);
  }

  /** Sub of two activations, or with a constant on either side. */
  static void subtract(Node node, Graph graph) {
    either(node, graph, Arithmetic.SUBTRACT, Affine.SUBTRACT_FROM, Affine.SUBTRACT);
  }

  /** Mul of two activations or by a constant. */
  static void multiply(Node node, Graph graph) {
    either(node, graph, Arithmetic.MULTIPLY, Affine.MULTIPLY, Affine.MULTIPLY);
  }

  private static void either(
      Node node, Graph graph, Arithmetic operation, Affine constantFirst, Affine constantSecond) {
    boolean first = graph.isConstant(node.input(0));
    if (!first && !graph.isConstant(node.input(1))) {
      ElementwiseNodes.activations(node, graph, operation);
      return;
    }
    int activation = first ? 1 : 0;
    if (ElementwiseNodes.takesIntegers(node, graph, activation, 1 - activation)) {
      ElementwiseNodes.constant(node, graph, operation, activation, 1 - activation);
    } else {
      affine(node, graph, activation, 1 - activation, first ? constantFirst : constantSecond);
    }
  }

  /** Div by a constant. */
  static void divide(Node node, Graph graph) {
    affine(node, graph, 0, 1, Affine.DIVIDE);
  }

  private enum Affine {
    ADD,
    SUBTRACT,
    SUBTRACT_FROM,
    MULTIPLY,
    DIVIDE;

    float scale(float constant) {
      return switch (this) {
        case ADD, SUBTRACT -> 1;
        case SUBTRACT_FROM -> -1;
        case MULTIPLY -> constant;
        case DIVIDE -> (float) (1 / (double) constant);
      };
    }

    float offset(float constant) {
      return switch (this) {
        case ADD, SUBTRACT_FROM -> constant;
        case SUBTRACT -> -constant;
        case MULTIPLY, DIVIDE -> 0;
      };
    }
  }

  private static void affine(
      Node node, Graph graph, int activation, int constant, Affine arithmetic) {
    View view = graph.view(node, activation);
    if (graph.view(node.input(constant)).isPresent()) {
      throw node.unsupported(
          "both inputs are computed by the model", "only constants are supported there");
    }
    float[] values = graph.finite(node, constant);
    float[] scale = new float[values.length];
    float[] offset = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      scale[i] = arithmetic.scale(values[i]);
      offset[i] = arithmetic.offset(values[i]);
    }
    List<Integer> dimensions = graph.constant(node, constant).dimensions();
    View wide = ElementwiseNodes.widened(view, Math.max(view.rank(), dimensions.size()));
    apply(node, graph, wide, node.input(constant), dimensions, scale, offset);
  }

  /** BatchNormalization with the statistics of training. */
  static void batchNormalization(Node node, Graph graph) {
    if (node.integer("training_mode", 0) != 0 || node.integer("spatial", 1) == 0) {
      throw node.unsupported(
          "it normalises with the statistics of its input", "export the model in evaluation mode");
    }
    View view = graph.view(node, 0);
    float[] gamma = graph.finite(node, 1);
    float[] beta = graph.finite(node, 2);
    float[] mean = graph.finite(node, 3);
    float[] variance = graph.finite(node, 4);
    int channels = gamma.length;
    if (view.rank() < 2
        || view.dimension(1) != channels
        || beta.length != channels
        || mean.length != channels
        || variance.length != channels) {
      throw node.malformed(channels + " factors for input " + view.describe());
    }
    float epsilon = node.real("epsilon", 1e-5f);
    float[] scale = new float[channels];
    float[] offset = new float[channels];
    for (int c = 0; c < channels; c++) {
      double factor = gamma[c] / Math.sqrt((double) variance[c] + epsilon);
      scale[c] = (float) factor;
      offset[c] = (float) (beta[c] - mean[c] * factor);
    }
    List<Integer> dimensions = new ArrayList<>(Collections.nCopies(view.rank() - 1, 1));
    dimensions.set(0, channels);
    apply(node, graph, view, node.input(1), dimensions, scale, offset);
  }

  /** Multiplies and adds constants that are broadcast to the view from its last dimension on. */
  private static void apply(
      Node node,
      Graph graph,
      View view,
      String constantName,
      List<Integer> dimensions,
      float[] scale,
      float[] offset) {
    LayerWeights.finite(node, scale);
    LayerWeights.finite(node, offset);
    List<Axis> varying = new ArrayList<>();
    for (int axis = 0; axis < dimensions.size(); axis++) {
      Axis of = view.axes().get(view.rank() - dimensions.size() + axis);
      if (dimensions.get(axis) != 1) {
        if (of.size() != dimensions.get(axis)) {
          throw node.unsupported(
              "constant of dimensions " + dimensions + " for input " + view.describe(),
              "give the constant the activation's dimensions or 1");
        }
        varying.add(of);
      }
    }
    Axis joined = Axis.joined(varying);
    int channels = view.shape().channels();
    if (scale.length == 1 || (joined.contiguous() && joined.size() == channels)) {
      ChannelAffine affine = new ChannelAffine(spread(scale, channels), spread(offset, channels));
      String name = graph.addNamed(node, constantName, affine, view.value());
      graph.define(node.output(), view.withValue(name));
      return;
    }
    elementwise(node, graph, view, dimensions, scale, offset);
  }

  private static Tensor spread(float[] values, int channels) {
    float[] spread = values.clone();
    if (values.length == 1) {
      spread = new float[channels];
      Arrays.fill(spread, values[0]);
    }
    return Tensor.vector(spread);
  }

  /** Constants that differ from pixel to pixel: every element is its own channel. */
  private static void elementwise(
      Node node, Graph graph, View view, List<Integer> dimensions, float[] scale, float[] offset) {
    int elements = view.shape().elements();
    int[] order = view.order();
    float[] storedScale = new float[elements];
    float[] storedOffset = new float[elements];
    int[] index = new int[view.rank()];
    for (int i = 0; i < elements; i++) {
      int source = source(index, dimensions);
      storedScale[order[i]] = scale[source];
      storedOffset[order[i]] = offset[source];
      advance(index, view.dimensions());
    }
    Shape pixel = Shape.of(1, 1, elements);
    String base = view.value();
    String flat = graph.addHelper(node, base, "_reshape", new Reshape(pixel), base);
    ChannelAffine affine =
        new ChannelAffine(Tensor.vector(storedScale), Tensor.vector(storedOffset));
    String name = graph.add(node, affine, flat);
    String back = graph.addHelper(node, name, "_reshape", new Reshape(view.shape()), name);
    graph.define(node.output(), view.withValue(back));
  }

  /** Place, in a constant that is broadcast, of the element at an index of the whole. */
  static int source(int[] index, List<Integer> dimensions) {
    int source = 0;
    for (int axis = 0; axis < dimensions.size(); axis++) {
      int place = index[index.length - dimensions.size() + axis];
      source = source * dimensions.get(axis) + (dimensions.get(axis) == 1 ? 0 : place);
    }
    return source;
  }

  /** The next index in row-major order. */
  static void advance(int[] index, List<Integer> dimensions) {
    for (int axis = index.length - 1; axis >= 0; axis--) {
      if (++index[axis] < dimensions.get(axis)) {
        return;
      }
      index[axis] = 0;
    }
  }
}
