package lowrank.decompose;

import lowrank.kernel.Window;
import lowrank.operator.Conv2d;
import lowrank.operator.WeightedOperator;
import lowrank.tensor.Shape;

/**
 * Size of one factor of a chain: a convolution, or a matrix if the layer is dense.
 *
 * @param inputChannels over all groups
 * @param groups 1, or {@code inputChannels} for a depthwise factor
 */
public record FactorShape(int inputChannels, int outputChannels, Window window, int groups) {
  /** Checks that a grouped factor is depthwise without channel multiplier. */
  public FactorShape {
    if (groups != 1 && (groups != inputChannels || inputChannels != outputChannels)) {
      throw new IllegalArgumentException("grouped, but not one channel in and out per group");
    }
  }

  /** Size of an operator without groups or of a depthwise one. */
  static FactorShape of(WeightedOperator operator) {
    return operator instanceof Conv2d convolution
        ? new FactorShape(
            convolution.inputChannels(),
            convolution.outputChannels(),
            convolution.window(),
            convolution.groups())
        : of(operator.weights().shape().channels(), operator.outputChannels(), Window.POINT);
  }

  static FactorShape of(int inputChannels, int outputChannels, Window window) {
    return new FactorShape(inputChannels, outputChannels, window, 1);
  }

  static FactorShape depthwise(int channels, Window window) {
    return new FactorShape(channels, channels, window, channels);
  }

  /** Whether every channel is convolved alone. */
  boolean depthwise() {
    return groups > 1;
  }

  /** Number of weights. */
  public int weights() {
    return outputChannels * window.taps() * (inputChannels / groups);
  }

  /** Bytes of the quantised factor, as {@link WeightedOperator#storedBytes} counts. */
  public long storedBytes() {
    return weights() + (long) WeightedOperator.CHANNEL_BYTES * outputChannels;
  }

  /** Output for an input image of rows, columns, channels. */
  public Shape outputImage(Shape image) {
    return Shape.of(
        window.outputHeight(image.height()), window.outputWidth(image.width()), outputChannels);
  }

  /** Multiplies for one input image, padding counted. */
  public long multiplies(Shape image) {
    Shape output = outputImage(image);
    return (long) output.height() * output.width() * weights();
  }
}
