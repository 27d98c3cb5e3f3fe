package lowrank.importer.tflite;

import java.util.Optional;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.fixed.QuantizedWeights;
import lowrank.tensor.ElementType;
import lowrank.tensor.IntTensor;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;
import org.tensorflow.lite.schema.TensorType;

/** The integers of one layer, with what TFLite demands of them. */
final class WeightQuantization {
  /** Relative; converters round the product to float32 in ways of their own. */
  private static final double BIAS_SCALE_TOLERANCE = 1e-4;

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
      throw bad("weights with a zero point other than 0", "quantise weights symmetrically");
    }
    float[] scales = new float[count];
    for (int i = 0; i < count; i++) {
      scales[i] = tensor.scales().get(i);
      if (!(scales[i] > 0) || Float.isInfinite(scales[i])) {
        throw bad("weight scale " + scales[i] + " is not positive");
      }
    }
    IntTensor bias = bias(channels);
    if (node.has(2)) {
      checkBiasType(graph.constants().tensor(node, 2), scales);
    }
    return new QuantizedWeights(integers, new Tensor(Shape.of(count), scales), Optional.of(bias));
  }

  /** The bias, where it says its scale, has to be at that of the sums. */
  private void checkBiasType(TensorInfo bias, float[] weightScales) {
    float input = graph.input(node, 0).type().orElseThrow().scale();
    if (bias.zeroPoints().stream().anyMatch(zeroPoint -> zeroPoint != 0)) {
      throw bad("a bias with a zero point other than 0");
    }
    int count = bias.scales().size();
    if (count > 1 && count != weightScales.length) {
      throw bad(count + " bias scales for " + weightScales.length + " weight scales");
    }
    for (int i = 0; i < count; i++) {
      double expected = (double) input * weightScales[i];
      double found = bias.scales().get(i);
      if (!(Math.abs(found - expected) <= BIAS_SCALE_TOLERANCE * expected)) {
        throw bad(
            "bias scale "
                + (float) found
                + " is not input scale times weight scale, "
                + (float) expected);
      }
    }
  }

  private IntTensor bias(int channels) {
    boolean wide = graph.input(node, 0).type().orElseThrow().element() == ElementType.INT16;
    if (!node.has(2)) {
      return IntTensor.vector(ElementType.INT32, new int[channels]);
    }
    if (!graph.constant(node, 2)) {
      throw graph.unsupported(node, "bias is not a constant", "freeze the model");
    }
    IntTensor bias = wide ? wideBias() : graph.constants().integers(node, 2, ElementType.INT32);
    if (bias.size() != channels) {
      throw bad(bias.size() + " biases for " + channels + " output channels");
    }
    return IntTensor.vector(ElementType.INT32, bias.toArray());
  }

  /**
   * The 64-bit bias of 16-bit activations. TFLite's kernels for a 32-bit one may scale their sums
   * otherwise, which is not supported.
   */
  private IntTensor wideBias() {
    if (graph.constants().tensor(node, 2).type() != TensorType.INT64) {
      throw graph.unsupported(
          node,
          "16-bit activations with a bias that is not int64",
          "convert the model with 64-bit biases, the converter's default");
    }
    long[] values = graph.constants().longs(node, 2);
    int[] narrow = new int[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (int) values[i];
      if (narrow[i] != values[i]) {
        throw new CompileException(Fault.ACCUMULATOR_OVERFLOW, GraphBuilder.label(node), values[i]);
      }
    }
    return IntTensor.vector(ElementType.INT32, narrow);
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
    return bad(what, "convert the model again");
  }

  private CompileException bad(String what, String remedy) {
    return new CompileException(
        Fault.BAD_QUANTIZATION, graph.model().file(), GraphBuilder.label(node), what, remedy);
  }
}
