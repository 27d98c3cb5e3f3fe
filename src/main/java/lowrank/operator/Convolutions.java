package lowrank.operator;

import lowrank.fixed.QuantizedWeights;
import lowrank.fixed.Requantiser;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.TensorType;
import lowrank.kernel.Window;
import lowrank.tensor.ElementType;
import lowrank.tensor.IntTensor;
import lowrank.tensor.Tensor;

/** Builds the integer kernel of the weighted operators. */
final class Convolutions {
  private Convolutions() {}

  static ConvolutionKernel kernel(
      TensorType input,
      TensorType output,
      Window window,
      int groups,
      boolean dense,
      WeightedOperator operator,
      QuantizedWeights quantized) {
    int channels = operator.outputChannels();
    IntTensor bias =
        quantized.bias().orElseGet(() -> bias(operator.bias(), input.type().scale(), quantized));
    Requantiser requantiser =
        Requantiser.of(
            input.type().scale(), quantized, channels, output.type(), operator.activation());
    return new ConvolutionKernel(
        input, output, window, groups, dense, quantized.weights(), bias, requantiser);
  }

  /** Integers at scale(input) · scale(weights), nearest, ties away from zero, saturated. */
  private static IntTensor bias(Tensor bias, float inputScale, QuantizedWeights weights) {
    int[] integers = new int[bias.size()];
    for (int channel = 0; channel < integers.length; channel++) {
      double scaled = bias.at(channel) / ((double) inputScale * weights.scale(channel));
      long magnitude = Math.round(Math.abs(scaled));
      integers[channel] = ElementType.INT32.saturate(scaled < 0 ? -magnitude : magnitude);
    }
    return IntTensor.vector(ElementType.INT32, integers);
  }
}
