package lowrank.exporter;

import static lowrank.exporter.Protos.integer;
import static lowrank.exporter.Protos.integers;

import java.util.List;
import java.util.stream.IntStream;
import lowrank.exporter.Precision.Parameters;
import lowrank.operator.Conv2d;
import lowrank.operator.Dense;
import lowrank.operator.TransposedConv2d;
import lowrank.tensor.Shape;

/** Writers of the operators with weights. */
final class WeightedWriters {
  private WeightedWriters() {}

  static void convolution(Conv2d operator, LayerWriter layer) {
    Shape weights = operator.weights().shape();
    Parameters parameters =
        layer.parameters(
            operator, ChannelsFirst.weightDimensions(weights), ChannelsFirst.weightOrder(weights));
    String sum =
        layer.main(
            "Conv",
            List.of(layer.inputs().get(0), parameters.weights(), parameters.bias()),
            integers("dilations", WindowWriters.dilations(operator.window())),
            integer("group", operator.groups()),
            integers("kernel_shape", WindowWriters.kernel(operator.window())),
            integers("pads", WindowWriters.pads(operator.window())),
            integers("strides", WindowWriters.strides(operator.window())));
    layer.activate(sum, operator.activation());
  }

  static void transposedConvolution(TransposedConv2d operator, LayerWriter layer) {
    Shape weights = operator.weights().shape();
    Parameters parameters =
        layer.parameters(
            operator,
            ChannelsFirst.transposedWeightDimensions(weights),
            ChannelsFirst.transposedWeightOrder(weights),
            1);
    String sum =
        layer.main(
            "ConvTranspose",
            List.of(layer.inputs().get(0), parameters.weights(), parameters.bias()),
            integers("kernel_shape", WindowWriters.kernel(operator.window())),
            integers("output_padding", operator.extraRows(), operator.extraColumns()),
            integers("pads", WindowWriters.pads(operator.window())),
            integers("strides", WindowWriters.strides(operator.window())));
    layer.activate(sum, operator.activation());
  }

  static void dense(Dense operator, LayerWriter layer) {
    Shape weights = operator.weights().shape();
    String vector = vector(layer);
    Parameters parameters =
        layer.parameters(
            operator,
            new long[] {weights.dimension(0), weights.dimension(1)},
            IntStream.range(0, weights.elements()).toArray());
    String sum =
        layer.main(
            "Gemm", List.of(vector, parameters.weights(), parameters.bias()), integer("transB", 1));
    layer.activate(sum, operator.activation());
  }

  /** The input's elements in NHWC order as one vector per sample. */
  private static String vector(LayerWriter layer) {
    Shape shape = layer.inputShape();
    String value = MoveWriters.channelsLast(layer);
    return switch (shape.rank()) {
      case 0 ->
          layer.helper("vector", "Unsqueeze", List.of(value, layer.constant("axes", List.of(1L))));
      case 1 -> value;
      default -> layer.helper("vector", "Flatten", List.of(value), integer("axis", 1));
    };
  }
}
