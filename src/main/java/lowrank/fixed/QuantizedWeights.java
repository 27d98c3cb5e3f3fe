package lowrank.fixed;

import java.util.Optional;
import lowrank.tensor.ElementType;
import lowrank.tensor.IntTensor;
import lowrank.tensor.Tensor;

/**
 * Integer weights of one layer with their scales.
 *
 * @param weights int8, OHWI for convolutions, output by input for dense layers; zero point 0
 * @param scales one per output channel, or a single one for the whole tensor
 * @param bias int32 at scale(input) * scale(weights), one per output channel; empty if it is still
 *     to be derived from the float bias
 */
public record QuantizedWeights(IntTensor weights, Tensor scales, Optional<IntTensor> bias) {
  /** Scale of an output channel. */
  public float scale(int channel) {
    return scales.at(scales.size() == 1 ? 0 : channel);
  }

  /**
   * The bias as integers: {@link #bias} if there is one, else the real bias at scale(input) ·
   * scale(weights), nearest, ties away from zero, saturated.
   *
   * @param real one value per output channel
   */
  public IntTensor biasFor(Tensor real, float inputScale) {
    return bias.orElseGet(() -> quantizeBias(real, inputScale));
  }

  private IntTensor quantizeBias(Tensor real, float inputScale) {
    int[] integers = new int[real.size()];
    for (int channel = 0; channel < integers.length; channel++) {
      double scaled = real.at(channel) / ((double) inputScale * scale(channel));
      long magnitude = Math.round(Math.abs(scaled));
      integers[channel] = ElementType.INT32.saturate(scaled < 0 ? -magnitude : magnitude);
    }
    return IntTensor.vector(ElementType.INT32, integers);
  }
}
