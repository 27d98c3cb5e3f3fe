package lowrank.importer.onnx;

import java.util.Arrays;
import java.util.Optional;
import lowrank.fixed.QuantizedWeights;
import lowrank.tensor.ElementType;
import lowrank.tensor.IntTensor;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;

/**
 * Weights and bias of one layer in the order of the network.
 *
 * @param integers the integers they come from, if the model is quantised
 * @param biasScales scale of each integer bias; empty unless there are integer biases
 */
record LayerWeights(
    Tensor values, Tensor bias, Optional<QuantizedWeights> integers, float[] biasScales) {

  /**
   * Reads weights and bias.
   *
   * @param shape of the result, output channels outermost
   * @param source for each element of the result its index in {@code weights}
   * @param outputAxis dimension of {@code weights} that is the output channel
   * @param bias one per output channel, or one for all; empty for none
   */
  static LayerWeights read(
      Node node,
      Constant weights,
      Shape shape,
      int[] source,
      int outputAxis,
      Optional<Constant> bias) {
    int channels = shape.dimension(0);
    Tensor biases = Tensor.zeros(Shape.of(channels));
    if (bias.isPresent()) {
      biases = Tensor.vector(spread(node, finite(node, bias.get().floats()), channels));
    }
    Tensor values = new Tensor(shape, gather(finite(node, weights.floats()), source));
    Optional<QuantizedWeights> integers =
        weights.integers().map(read -> integers(node, read, shape, source, outputAxis));
    Optional<Constant.Integers> integerBias = bias.flatMap(Constant::integers);
    if (integers.isEmpty() || integerBias.isEmpty()) {
      return new LayerWeights(values, biases, integers, new float[0]);
    }
    return withBias(node, values, biases, integers.get(), integerBias.get());
  }

  private static LayerWeights withBias(
      Node node,
      Tensor values,
      Tensor biases,
      QuantizedWeights integers,
      Constant.Integers integerBias) {
    int channels = biases.size();
    if (integerBias.type() != ElementType.INT32 || integerBias.values().length != channels) {
      return new LayerWeights(values, biases, Optional.of(integers), new float[0]);
    }
    IntTensor bias = IntTensor.vector(ElementType.INT32, integerBias.values());
    return new LayerWeights(
        values,
        biases,
        Optional.of(new QuantizedWeights(integers.weights(), integers.scales(), Optional.of(bias))),
        spread(node, integerBias.scales(), channels));
  }

  private static QuantizedWeights integers(
      Node node, Constant.Integers read, Shape shape, int[] source, int outputAxis) {
    if (read.type() != ElementType.INT8) {
      throw node.badQuantization("its weights are " + read.type(), "quantise weights to int8");
    }
    if (read.axis() >= 0 && read.axis() != outputAxis) {
      throw node.badQuantization(
          "its weights have one scale per index of axis " + read.axis(),
          "quantise weights per output channel, axis " + outputAxis);
    }
    int[] values = new int[source.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = read.values()[source[i]];
    }
    return new QuantizedWeights(
        new IntTensor(shape, ElementType.INT8, values),
        Tensor.vector(read.scales()),
        Optional.empty());
  }

  /** Throws unless all values are finite. */
  static float[] finite(Node node, float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw node.nonFinite();
      }
    }
    return values;
  }

  private static float[] gather(float[] values, int[] source) {
    float[] gathered = new float[source.length];
    for (int i = 0; i < source.length; i++) {
      gathered[i] = values[source[i]];
    }
    return gathered;
  }

  private static float[] spread(Node node, float[] values, int channels) {
    if (values.length == 1 && channels > 1) {
      float[] spread = new float[channels];
      Arrays.fill(spread, values[0]);
      return spread;
    }
    if (values.length != channels) {
      throw node.malformed(values.length + " biases for " + channels + " output channels");
    }
    return values;
  }
}
