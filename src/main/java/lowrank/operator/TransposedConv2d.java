package lowrank.operator;

import java.util.List;
import java.util.Optional;
import lowrank.fixed.QuantizedWeights;
import lowrank.fixed.Range;
import lowrank.fixed.Requantiser;
import lowrank.kernel.Kernel;
import lowrank.kernel.MultiplyFormula;
import lowrank.kernel.TensorType;
import lowrank.kernel.TransposedConvolutionKernel;
import lowrank.kernel.Window;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;

/**
 * Transposed two-dimensional convolution without groups, with a fused activation: every input pixel
 * adds its kernel to the output at {@code stride} times its position less the padding; what falls
 * outside is dropped. Multiplies: input pixels × kernel taps × input channels × output channels.
 *
 * @param weights OHWI: output channels, kernel rows, kernel columns, input channels
 * @param bias one value per output channel
 * @param window stride in output pixels; padding is cut off the output; dilation 1
 * @param extraRows rows added below, to which only bias may contribute, at least 0
 * @param extraColumns columns added to the right, at least 0
 */
public record TransposedConv2d(
    Tensor weights, Tensor bias, Window window, int extraRows, int extraColumns, Range activation)
    implements WeightedOperator {
  /** Checks that weights, bias and window fit together. */
  public TransposedConv2d {
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
    if (window.dilationHeight() != 1 || window.dilationWidth() != 1) {
      throw new IllegalArgumentException("a transposed convolution with dilation");
    }
    if (extraRows < 0 || extraColumns < 0) {
      throw new IllegalArgumentException("extra rows or columns below 0");
    }
  }

  /** Input channels. */
  public int inputChannels() {
    return weights.shape().dimension(3);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = inputs.get(0);
    if (input.rank() != 3 || input.channels() != inputChannels()) {
      throw new IllegalArgumentException(
          "input of shape " + input + " for " + inputChannels() + " input channels");
    }
    long height = (input.height() - 1L) * window.strideHeight() + window.kernelHeight();
    long width = (input.width() - 1L) * window.strideWidth() + window.kernelWidth();
    height += extraRows - window.padTop() - window.padBottom();
    width += extraColumns - window.padLeft() - window.padRight();
    if (height < 1 || width < 1 || Math.max(height, width) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("an output of " + height + " x " + width);
    }
    return Shape.of((int) height, (int) width, outputChannels());
  }

  @Override
  public long multiplies(List<Shape> inputs) {
    return (long) inputs.get(0).height() * inputs.get(0).width() * weights.size();
  }

  @Override
  public String multipliesFormula(List<Shape> inputs) {
    Shape input = inputs.get(0);
    Shape pixels = Shape.of(input.height(), input.width(), outputChannels());
    return MultiplyFormula.convolution(pixels, window, inputChannels());
  }

  @Override
  public String weightShape() {
    return "transposed "
        + window.kernelHeight()
        + "x"
        + window.kernelWidth()
        + " "
        + inputChannels()
        + "->"
        + outputChannels();
  }

  @Override
  public TransposedConv2d withWeights(Tensor replacement, Tensor replacementBias) {
    return new TransposedConv2d(
        replacement, replacementBias, window, extraRows, extraColumns, activation);
  }

  @Override
  public TransposedConv2d withActivation(Range replacement) {
    return new TransposedConv2d(weights, bias, window, extraRows, extraColumns, replacement);
  }

  @Override
  public Kernel toKernel(
      List<TensorType> inputs, TensorType output, Optional<QuantizedWeights> quantized) {
    QuantizedWeights integers = quantized.orElseThrow();
    float inputScale = inputs.get(0).type().scale();
    return new TransposedConvolutionKernel(
        inputs.get(0),
        output,
        window,
        integers.weights(),
        integers.biasFor(bias, inputScale),
        Requantiser.of(
            inputs.get(0).type(), integers, outputChannels(), false, output.type(), activation));
  }
}
