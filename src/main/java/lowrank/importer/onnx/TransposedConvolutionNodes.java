package lowrank.importer.onnx;

import java.util.List;
import lowrank.fixed.Range;
import lowrank.kernel.Window;
import lowrank.operator.TransposedConv2d;
import lowrank.tensor.Shape;

/** ConvTranspose of one or two spatial dimensions without groups; weights I, O, H, W. */
final class TransposedConvolutionNodes {
  private TransposedConvolutionNodes() {}

  static void convTranspose(Node node, Graph graph) {
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
    if (node.integer("group", 1) != 1) {
      throw node.unsupported(
          "it has " + node.integer("group", 1) + " groups", "use a transposed convolution of one");
    }
    for (int dilation : node.steps("dilations", rank - 2, 1)) {
      if (dilation != 1) {
        throw node.unsupported("it is dilated by " + dilation, "use a dilation of 1");
      }
    }
    List<Integer> kernel = dimensions.subList(2, rank);
    if (!node.integers("kernel_shape").orElse(kernel).equals(kernel)) {
      throw node.malformed("kernel_shape differs from weights of dimensions " + dimensions);
    }
    View image = graph.image(node, view);
    int height = rank == 4 ? dimensions.get(2) : 1;
    int width = dimensions.get(rank - 1);
    LayerWeights weights =
        LayerWeights.read(
            node,
            constant,
            Shape.of(dimensions.get(1), height, width, dimensions.get(0)),
            outputsFirst(dimensions.get(0), dimensions.get(1), height * width),
            1,
            graph.optionalConstant(node, 2));
    Extent rows = rank == 4 ? Extent.of(node, image.shape().height(), height, 0, 2) : Extent.ONE;
    Extent columns = Extent.of(node, image.shape().width(), width, rank - 3, rank - 2);
    Window window =
        Window.of(height, width)
            .withStride(rows.stride(), columns.stride())
            .withPadding(rows.before(), columns.before(), rows.after(), columns.after());
    TransposedConv2d operator =
        new TransposedConv2d(
            weights.values(), weights.bias(), window, rows.extra(), columns.extra(), Range.ALL);
    String name = graph.add(node, node.input(1), weights, operator, image.value());
    graph.define(node.output(), View.image(name, graph.shape(name), rank));
  }

  /** Index among I, O, pixel for each index of O, pixel, I. */
  private static int[] outputsFirst(int inputs, int outputs, int pixels) {
    int[] source = new int[inputs * outputs * pixels];
    int target = 0;
    for (int o = 0; o < outputs; o++) {
      for (int p = 0; p < pixels; p++) {
        for (int i = 0; i < inputs; i++) {
          source[target++] = (i * outputs + o) * pixels + p;
        }
      }
    }
    return source;
  }

  /** Stride, padding cut off and positions added along one dimension. */
  private record Extent(int stride, int before, int after, int extra) {
    static final Extent ONE = new Extent(1, 0, 0, 0);

    static Extent of(Node node, int input, int kernel, int axis, int spatial) {
      int stride = node.steps("strides", spatial, 1)[axis];
      int extra = node.steps("output_padding", spatial, 0)[axis];
      String mode = node.text("auto_pad", "NOTSET");
      boolean same = mode.equals("SAME_UPPER") || mode.equals("SAME_LOWER");
      if (!same && !node.has("output_shape")) {
        int[] pads =
            mode.equals("VALID") ? new int[2 * spatial] : node.steps("pads", 2 * spatial, 0);
        return new Extent(stride, pads[axis], pads[spatial + axis], extra);
      }
      int output =
          node.has("output_shape") ? node.steps("output_shape", spatial, 0)[axis] : input * stride;
      int total = (input - 1) * stride + extra + kernel - output;
      if (total < 0) {
        return new Extent(stride, 0, 0, extra - total);
      }
      int smaller = total / 2;
      int before = mode.equals("SAME_UPPER") ? smaller : total - smaller;
      return new Extent(stride, before, total - before, extra);
    }
  }
}
