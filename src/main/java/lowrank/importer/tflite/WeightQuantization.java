package lowrank.importer.tflite;

import java.util.Optional;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.fixed.QuantizedWeights;
import lowrank.tensor.ElementType;
import lowrank.tensor.IntTensor;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;

/** The integers of one layer, with what TFLite demands of them. */
final class WeightQuantization {
  private final GraphBuilder graph;
  private final NodeInfo node;

  WeightQuantization(GraphBuilder graph, NodeInfo node) {
    this.graph = graph;
    this.node = node;
  }

  /**
   * Reads weights and bias.
   *
   * @param channels output channels
   * @param sliced dimension of the weights that the output channels run along
   */
  QuantizedWeights read(int channels, int sliced) {
    TensorInfo tensor = graph.constants().tensor(node, 1);
    IntTensor integers = graph.constants().integers(node, 1, ElementType.INT8);
    int count = tensor.scales().size();
    if (count != 1 && (count != channels || tensor.sliced() != sliced)) {
      throw bad(count + " weight scales for " + channels + " output channels");
    }
    if (tensor.zeroPoints().stream().anyMatch(zeroPoint -> zeroPoint != 0)) {
      throw bad("weights with a zero point other than 0");
    }
    float[] scales = new float[count];
    for (int i = 0; i < count; i++) {
      scales[i] = tensor.scales().get(i);
      if (!(scales[i] >= 0) || Float.isInfinite(scales[i])) {
        throw bad("weight scale " + scales[i]);
      }
    }
    IntTensor bias = bias(channels);
    return new QuantizedWeights(integers, new Tensor(Shape.of(count), scales), Optional.of(bias));
  }

  private IntTensor bias(int channels) {
    if (!node.has(2)) {
      return IntTensor.vector(ElementType.INT32, new int[channels]);
    }
    if (!graph.constant(node, 2)) {
      throw graph.unsupported(node, "bias is not a constant", "freeze the model");
    }
    IntTensor bias = graph.constants().integers(node, 2, ElementType.INT32);
    if (bias.size() != channels) {
      throw bad(bias.size() + " biases for " + channels + " output channels");
    }
    return IntTensor.vector(ElementType.INT32, bias.toArray());
  }

  /** The bias as real numbers. */
  static Tensor realBias(
      GraphBuilder graph, NodeInfo node, QuantizedWeights weights, int channels) {
    float input = graph.input(node, 0).type().orElseThrow().scale();
    IntTensor bias = weights.bias().orElseThrow();
    double[] real = new double[channels];
    for (int channel = 0; channel < channels; channel++) {
      real[channel] = (double) bias.at(channel) * input * weights.scale(channel);
    }
    return Tensor.fromDoubles(Shape.of(channels), real);
  }

  private CompileException bad(String what) {
    return new CompileException(
        Fault.BAD_QUANTIZATION,
        graph.model().file(),
        GraphBuilder.label(node),
        what,
        "convert the model again");
  }
}
