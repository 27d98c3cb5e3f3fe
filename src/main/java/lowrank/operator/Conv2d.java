package lowrank.operator;

import java.util.List;
import java.util.Optional;
import lowrank.fixed.QuantizedWeights;
import lowrank.fixed.Range;
import lowrank.kernel.Kernel;
import lowrank.kernel.MultiplyFormula;
import lowrank.kernel.TensorType;
import lowrank.kernel.Window;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;

/**
 * Two-dimensional convolution, grouped or not, with a fused activation. A depthwise convolution is
 * one with as many groups as input channels. Multiplies: output pixels × kernel taps × input
 * channels per group × output channels.
 *
 * @param weights OHWI: output channels, kernel rows, kernel columns, input channels per group
 * @param bias one value per output channel
 * @param groups divides input and output channels
 */
public record Conv2d(Tensor weights, Tensor bias, Window window, int groups, Range activation)
    implements WeightedOperator {
  /** Checks that weights, bias, window and groups fit together. */
  public Conv2d {
    Shape shape = weights.shape();
    if (shape.rank() != 4
        || shape.dimension(1) != window.kernelHeight()
        || shape.dimension(2) != window.kernelWidth()) {
      throw new IllegalArgumentException("weights of shape " + shape + " do not fit " + window);
    }
    if (bias.size() != shape.dimension(0)) {
      throw new IllegalArgumentException(
          bias.size() + " biases for " + shape.dimension(0) + " output channels");
    }
    if (groups < 1 || shape.dimension(0) % groups != 0) {
      throw new IllegalArgumentException(
          shape.dimension(0) + " output channels cannot be split into " + groups + " groups");
    }
  }

  /** Input channels over all groups. */
  public int inputChannels() {
    return weights.shape().dimension(3) * groups;
  }

  /** Whether every input channel is convolved alone. */
  public boolean depthwise() {
    return groups > 1 && weights.shape().dimension(3) == 1;
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = inputs.get(0);
    if (input.rank() != 3 || input.channels() != inputChannels()) {
      throw new IllegalArgumentException(
          "input of shape " + input + " for " + inputChannels() + " input channels");
    }
    return Windows.outputShape(input, window, outputChannels());
  }

  @Override
  public long multiplies(List<Shape> inputs) {
    Shape output = outputShape(inputs);
    return (long) output.height() * output.width() * weights.size();
  }

  @Override
  public String multipliesFormula(List<Shape> inputs) {
    return MultiplyFormula.convolution(
        outputShape(inputs), window, depthwise() ? 1 : weights.shape().dimension(3));
  }

  @Override
  public String weightShape() {
    String channels =
        depthwise() ? "depthwise " + inputChannels() : inputChannels() + "->" + outputChannels();
    String grouped = groups > 1 && !depthwise() ? " in " + groups + " groups" : "";
    return window.kernelHeight() + "x" + window.kernelWidth() + " " + channels + grouped;
  }

  @Override
  public Conv2d withWeights(Tensor replacement, Tensor replacementBias) {
    return new Conv2d(replacement, replacementBias, window, groups, activation);
  }

  @Override
  public Conv2d withActivation(Range replacement) {
    return new Conv2d(weights, bias, window, groups, replacement);
  }

  @Override
  public boolean takesInt16() {
    return true;
  }

  @Override
  public Kernel toKernel(
      List<TensorType> inputs, TensorType output, Optional<QuantizedWeights> quantized) {
    return Convolutions.kernel(
        inputs.get(0), output, window, groups, false, this, quantized.orElseThrow());
  }
}
