package lowrank.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lowrank.fixed.Multiplier;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.QuantizedWeights;
import lowrank.fixed.Range;
import lowrank.fixed.Requantiser;
import lowrank.fixed.Rounding;
import lowrank.kernel.AddKernel;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.Kernel;
import lowrank.kernel.LookupKernel;
import lowrank.kernel.MeanKernel;
import lowrank.kernel.ProductKernel;
import lowrank.kernel.TensorType;
import lowrank.network.Layer;
import lowrank.operator.ActivatedOperator;
import lowrank.operator.LeakyRelu;
import lowrank.operator.Operator;
import lowrank.operator.Sigmoid;
import lowrank.operator.Tanh;
import lowrank.operator.WeightedOperator;
import lowrank.oracle.FloatOracle;
import lowrank.oracle.FloatOracle.Activation;
import lowrank.tensor.IntTensor;
import lowrank.tensor.Tensor;

/**
 * What a quantised layer means, before any rounding, in steps of its output: sums of products as
 * integers, scales in float64, so right to 2^-40 of a step. And how far the firmware's arithmetic
 * may move a value before it rounds it to a step.
 */
final class ExactSteps {
  /** Error of the 31-bit multipliers on values of at most 2^9 steps. */
  private static final double MULTIPLIER_ERROR = 0x1p-20;

  private ExactSteps() {}

  /**
   * Output integers before rounding, zero point included, clamped to the activation and the type.
   *
   * @param inputs integers, NHWC
   * @param types of the inputs, which may be others than those of the layer's kernel
   * @param to the output's type, which may be another than that of the layer's kernel
   */
  static double[] of(
      Layer layer,
      Kernel kernel,
      QuantizedWeights weights,
      List<int[]> inputs,
      List<TensorType> types,
      QuantizedType to) {
    Operator operator = layer.operator();
    double[] steps =
        operator instanceof WeightedOperator weighted
            ? weighted(weighted, (ConvolutionKernel) kernel, weights, inputs.get(0))
            : FloatOracle.run(unclamped(operator), reals(types, inputs)).values().clone();
    Range range =
        operator instanceof ActivatedOperator activated ? activated.activation() : Range.ALL;
    int minimum = range.minimum(to);
    int maximum = range.maximum(to);
    for (int i = 0; i < steps.length; i++) {
      double step = steps[i] / to.scale() + to.zeroPoint();
      steps[i] = Math.max(minimum, Math.min(maximum, step));
    }
    return steps;
  }

  private static Operator unclamped(Operator operator) {
    return operator instanceof ActivatedOperator activated
        ? activated.withActivation(Range.ALL)
        : operator;
  }

  /** Exact sums times the product of the scales. */
  private static double[] weighted(
      WeightedOperator operator, ConvolutionKernel kernel, QuantizedWeights weights, int[] input) {
    Operator integral =
        unclamped(
            operator.withWeights(
                new Tensor(operator.weights().shape(), floats(weights.weights())),
                Tensor.vector(floats(kernel.bias()))));
    QuantizedType from = kernel.input().type();
    double[] centred = Arrays.stream(input).mapToDouble(q -> q - from.zeroPoint()).toArray();
    double[] sums =
        FloatOracle.run(integral, List.of(new Activation(kernel.input().shape(), centred)))
            .values()
            .clone();
    int channels = operator.outputChannels();
    for (int i = 0; i < sums.length; i++) {
      sums[i] *= (double) from.scale() * weights.scale(i % channels);
    }
    return sums;
  }

  private static float[] floats(IntTensor integers) {
    float[] floats = new float[integers.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = integers.at(i);
      if ((int) floats[i] != integers.at(i)) {
        throw new AssertionError(integers.at(i) + " is no float");
      }
    }
    return floats;
  }

  private static List<Activation> reals(List<TensorType> types, List<int[]> inputs) {
    List<Activation> reals = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      QuantizedType type = types.get(i).type();
      reals.add(
          new Activation(
              types.get(i).shape(),
              Arrays.stream(inputs.get(i))
                  .mapToDouble(q -> (double) type.scale() * (q - type.zeroPoint()))
                  .toArray()));
    }
    return reals;
  }

  /** How far a layer's arithmetic may move an output value before the last rounding, in steps. */
  static double movement(Layer layer, Kernel kernel) {
    if (kernel instanceof ConvolutionKernel convolution) {
      Requantiser requantiser = convolution.requantiser();
      double largest = 0;
      for (int i = 0; i < requantiser.shifts().size(); i++) {
        largest =
            Math.max(
                largest,
                requantiser.rounding() == Rounding.ONCE ? 0 : twice(requantiser.shifts().at(i)));
      }
      return largest + MULTIPLIER_ERROR;
    }
    if (kernel instanceof MeanKernel mean) {
      return twice(mean.multiplier().shift()) + MULTIPLIER_ERROR;
    }
    if (kernel instanceof ProductKernel product) {
      return twice(product.multiplier().shift()) + MULTIPLIER_ERROR;
    }
    if (kernel instanceof AddKernel add) {
      // Each side is off by at most one unit of the shifted sum.
      Multiplier output = add.outputMultiplier();
      double unit = Math.scalb((double) output.value(), output.shift() - 31);
      return 2 * unit + twice(output.shift()) + MULTIPLIER_ERROR;
    }
    boolean tabulatedInFloat =
        layer.operator() instanceof Sigmoid || layer.operator() instanceof Tanh;
    if (kernel instanceof LookupKernel lookup && !tabulatedInFloat) {
      double ratio = (double) lookup.input().type().scale() / lookup.output().type().scale();
      double slope = layer.operator() instanceof LeakyRelu leaky ? leaky.alpha() : 1;
      return Math.max(
              twice(Multiplier.of(ratio).shift()), twice(Multiplier.of(ratio * slope).shift()))
          + MULTIPLIER_ERROR;
    }
    return 0;
  }

  /** Half a unit of the doubling high multiply, where a right shift follows. */
  private static double twice(int shift) {
    return shift < 0 ? Math.scalb(0.5, shift) : 0;
  }
}
