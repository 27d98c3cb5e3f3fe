package lowrank.exporter;

import static lowrank.exporter.Protos.integer;
import static lowrank.exporter.Protos.integers;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lowrank.kernel.Window;
import lowrank.tensor.Shape;

/** What the derivative of one operator is written with: the layer's values and shapes. */
record DerivativeWriter(
    GraphWriter graph,
    String layer,
    List<String> inputs,
    List<Shape> inputShapes,
    Shape outputShape) {
  /** Shape of the first input, NHWC. */
  Shape inputShape() {
    return inputShapes.get(0);
  }

  /** Adds a node. */
  String node(String type, List<String> values, AttributeProto... attributes) {
    return graph.node(layer + "/gradient", type, values, attributes);
  }

  /** Adds a constant. */
  String constant(TensorProto tensor) {
    return graph.constant(layer + "/gradient", tensor);
  }

  /** Adds a vector of int64. */
  String constant(List<Long> values) {
    return constant(Protos.longs(values));
  }

  /**
   * Sends each output pixel back to the window that it was computed from.
   *
   * @param weights O×I×H×W
   */
  String spread(String gradient, String weights, Window window, int groups) {
    return node(
        "ConvTranspose",
        List.of(gradient, weights),
        integers("dilations", WindowWriters.dilations(window)),
        integer("group", groups),
        integers("kernel_shape", WindowWriters.kernel(window)),
        integers(
            "output_padding",
            left(
                inputShape().height() + window.padTop() + window.padBottom(),
                window.kernelHeight(),
                window.dilationHeight(),
                window.strideHeight()),
            left(
                inputShape().width() + window.padLeft() + window.padRight(),
                window.kernelWidth(),
                window.dilationWidth(),
                window.strideWidth())),
        integers("pads", WindowWriters.pads(window)),
        integers("strides", WindowWriters.strides(window)));
  }

  /** The same with one weight for all taps, channel by channel. */
  String spread(String gradient, Window window, float weight) {
    int channels = inputShape().channels();
    float[] weights = new float[channels * window.taps()];
    Arrays.fill(weights, weight);
    String constant =
        constant(Protos.floats(weights, channels, 1, window.kernelHeight(), window.kernelWidth()));
    return spread(gradient, constant, window, channels);
  }

  /** Rows behind the last window. */
  private static int left(int size, int kernel, int dilation, int stride) {
    return (size - ((kernel - 1) * dilation + 1)) % stride;
  }

  /** Elements in NHWC order as a value of {@code shape} in the graph's order. */
  String shaped(String elements, Shape shape) {
    List<Long> dimensions = new ArrayList<>(List.of(-1L));
    boolean reorders = ChannelsFirst.reorders(shape);
    if (reorders) {
      shape.dimensions().forEach(dimension -> dimensions.add((long) dimension));
    } else {
      for (long dimension : ChannelsFirst.dimensions(shape)) {
        dimensions.add(dimension);
      }
    }
    String reshaped = node("Reshape", List.of(elements, constant(dimensions)));
    return reorders
        ? node("Transpose", List.of(reshaped), integers("perm", ChannelsFirst.TO_FIRST))
        : reshaped;
  }

  /** A value of {@code shape} with its elements in NHWC order. */
  String elements(String value, Shape shape) {
    return ChannelsFirst.reorders(shape)
        ? node("Transpose", List.of(value), integers("perm", ChannelsFirst.TO_LAST))
        : value;
  }
}
