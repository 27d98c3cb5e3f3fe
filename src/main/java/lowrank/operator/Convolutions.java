package lowrank.operator;

import lowrank.fixed.QuantizedWeights;
import lowrank.fixed.Requantiser;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.TensorType;
import lowrank.kernel.Window;
import lowrank.tensor.IntTensor;

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
    IntTensor bias = quantized.biasFor(operator.bias(), input.type().scale());
    Requantiser requantiser =
        Requantiser.of(
            input.type(), quantized, channels, dense, output.type(), operator.activation());
    return new ConvolutionKernel(
        input, output, window, groups, dense, quantized.weights(), bias, requantiser);
  }
}
