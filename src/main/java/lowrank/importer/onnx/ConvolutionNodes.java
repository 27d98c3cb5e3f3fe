package lowrank.importer.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lowrank.fixed.Range;
import lowrank.kernel.Window;
import lowrank.operator.Conv2d;
import lowrank.operator.Dense;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;

/** The nodes with weights: Conv, Gemm, MatMul. */
final class ConvolutionNodes {
  private ConvolutionNodes() {}

  /** Conv of one or two spatial dimensions; weights O, I, H, W. */
  static void conv(Node node, Graph graph) {
    View view = graph.view(node, 0);
    Constant constant = graph.constant(node, 1);
    List<Integer> dimensions = constant.dimensions();
    int rank = view.rank();
    if (rank != 3 && rank != 4) {
      throw node.unsupported(
          "input of " + rank + " dimensions", "only 1-D and 2-D convolutions are supported");
    }
    if (dimensions.size() != rank || constant.size() == 0) {
      throw node.malformed("weights of dimensions " + dimensions);
    }
    View image = graph.image(node, view);
    int outputs = dimensions.get(0);
    int groupInputs = dimensions.get(1);
    int height = rank == 4 ? dimensions.get(2) : 1;
    int width = dimensions.get(rank - 1);
    List<Integer> kernel = dimensions.subList(2, rank);
    if (!node.integers("kernel_shape").orElse(kernel).equals(kernel)) {
      throw node.malformed("kernel_shape differs from weights of dimensions " + dimensions);
    }
    LayerWeights weights =
        LayerWeights.read(
            node,
            constant,
            Shape.of(outputs, height, width, groupInputs),
            channelsLast(outputs, groupInputs, height * width),
            0,
            graph.optionalConstant(node, 2));
    Window window = Windowing.read(node, height, width, rank, image.shape());
    int groups = node.integer("group", 1);
    Conv2d operator;
    try {
      operator = new Conv2d(weights.values(), weights.bias(), window, groups, Range.ALL);
    } catch (IllegalArgumentException e) {
      throw node.malformed(e.getMessage());
    }
    String name = graph.add(node, node.input(1), weights, operator, image.value());
    graph.define(node.output(), View.image(name, graph.shape(name), rank));
  }

  /** Index among O, I, pixel for each index of O, pixel, I. */
  private static int[] channelsLast(int outputs, int inputs, int pixels) {
    int[] source = new int[outputs * inputs * pixels];
    int target = 0;
    for (int o = 0; o < outputs; o++) {
      for (int p = 0; p < pixels; p++) {
        for (int i = 0; i < inputs; i++) {
          source[target++] = (o * inputs + i) * pixels + p;
        }
      }
    }
    return source;
  }

  /** Gemm of one row: {@code alpha * A * B + beta * C}. */
  static void gemm(Node node, Graph graph) {
    View view = graph.view(node, 0);
    if (node.integer("transA", 0) != 0) {
      throw node.unsupported("transA is set", "transpose the layer's input before exporting");
    }
    boolean transposed = node.integer("transB", 0) != 0;
    LayerWeights weights = matrix(node, graph, view, transposed, graph.optionalConstant(node, 2));
    float alpha = node.real("alpha", 1);
    float beta = node.real("beta", 1);
    if (alpha != 1 || beta != 1) {
      weights = scaled(node, weights, alpha, beta);
    }
    dense(node, graph, view, weights, List.of(1, weights.bias().size()));
  }

  /** MatMul of one row by a constant matrix. */
  static void matMul(Node node, Graph graph) {
    View view = graph.view(node, 0);
    LayerWeights weights = matrix(node, graph, view, false, Optional.empty());
    List<Integer> dimensions = new ArrayList<>(view.dimensions());
    dimensions.set(dimensions.size() - 1, weights.bias().size());
    dense(node, graph, view, weights, dimensions);
  }

  private static void dense(
      Node node, Graph graph, View view, LayerWeights weights, List<Integer> dimensions) {
    Dense operator = new Dense(weights.values(), weights.bias(), Range.ALL);
    String name = graph.add(node, node.input(1), weights, operator, view.value());
    View vector = View.plain(name, graph.shape(name));
    graph.define(node.output(), vector.reshape(dimensions).orElseThrow());
  }

  private static LayerWeights matrix(
      Node node, Graph graph, View view, boolean transposed, Optional<Constant> bias) {
    Constant constant = graph.constant(node, 1);
    List<Integer> dimensions = constant.dimensions();
    if (dimensions.size() != 2 || constant.size() == 0) {
      throw node.unsupported(
          "weights of dimensions " + dimensions, "only matrices are supported there");
    }
    int inputs = dimensions.get(transposed ? 1 : 0);
    int outputs = dimensions.get(transposed ? 0 : 1);
    int elements = view.shape().elements();
    if (view.rank() == 0 || view.dimension(view.rank() - 1) != inputs) {
      throw node.malformed("input " + view.describe() + " for weights " + dimensions);
    }
    if (elements != inputs) {
      throw node.unsupported(
          "input " + view.describe() + " has more than one row",
          "use a 1x1 convolution instead of a matrix product over positions");
    }
    int[] order = view.order();
    int[] source = new int[inputs * outputs];
    for (int o = 0; o < outputs; o++) {
      for (int i = 0; i < inputs; i++) {
        source[o * inputs + order[i]] = transposed ? o * inputs + i : i * outputs + o;
      }
    }
    int outputAxis = transposed ? 0 : 1;
    return LayerWeights.read(node, constant, Shape.of(outputs, inputs), source, outputAxis, bias);
  }

  private static LayerWeights scaled(Node node, LayerWeights weights, float alpha, float beta) {
    if (weights.integers().isPresent()) {
      throw node.badQuantization("alpha or beta is not 1", "fold them into the weights");
    }
    double[] values = weights.values().toDoubles();
    double[] bias = weights.bias().toDoubles();
    for (int i = 0; i < values.length; i++) {
      values[i] *= alpha;
    }
    for (int i = 0; i < bias.length; i++) {
      bias[i] *= beta;
    }
    return new LayerWeights(
        Tensor.fromDoubles(weights.values().shape(), values),
        Tensor.fromDoubles(weights.bias().shape(), bias),
        Optional.empty(),
        new float[0]);
  }
}
