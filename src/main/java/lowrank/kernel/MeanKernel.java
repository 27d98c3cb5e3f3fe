package lowrank.kernel;

import java.util.List;
import java.util.OptionalInt;
import lowrank.fixed.Multiplier;

/**
 * Mean over all rows and columns of an image, requantised, after TFLite's int8 reference {@code
 * MEAN}, which holds for int16 as well: the sum of {@code input - zeroPoint}, times a multiplier
 * that holds both the ratio of the scales and the division by the number of pixels, plus the
 * output's zero point, saturated.
 *
 * @param multiplier rounds twice
 */
public record MeanKernel(TensorType input, TensorType output, Multiplier multiplier)
    implements Kernel {
  /** Largest shift that TFLite moves into the multiplier. */
  private static final int MAXIMUM_SHIFT = 32;

  /**
   * Derives the multiplier as TFLite does: that of the scales, shifted left by the number of whole
   * bits of the pixel count, divided by the count and truncated.
   */
  public static MeanKernel of(TensorType input, TensorType output) {
    long pixels = (long) input.shape().height() * input.shape().width();
    if (pixels * span(input) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("mean over " + pixels + " pixels");
    }
    Multiplier scales =
        Multiplier.of((double) input.type().scale() / (double) output.type().scale());
    int shift = 63 - Long.numberOfLeadingZeros(pixels);
    shift = Math.min(Math.min(shift, MAXIMUM_SHIFT), 31 + scales.shift());
    int value = (int) (((long) scales.value() << shift) / pixels);
    return new MeanKernel(input, output, new Multiplier(value, scales.shift() - shift));
  }

  @Override
  public List<TensorType> inputs() {
    return List.of(input);
  }

  /** Largest magnitude that the sum over the image can reach on the way. */
  public int largestSum() {
    return input.shape().height() * input.shape().width() * span(input);
  }

  /** Largest difference of two integers of a type. */
  private static int span(TensorType type) {
    return type.type().element().maximum() - type.type().element().minimum();
  }

  /** None where channels are done in order: those before are not read again. */
  @Override
  public OptionalInt lead(AccessOrder order) {
    return order.reads() == AccessOrder.Reads.CHANNELWISE ? OptionalInt.of(0) : OptionalInt.empty();
  }

  @Override
  public Runner runner() {
    return (inputs, result) -> {
      int channels = input.shape().channels();
      int zeroPoint = input.type().zeroPoint();
      for (int channel = 0; channel < channels; channel++) {
        int sum = 0;
        for (int i = channel; i < inputs[0].length; i += channels) {
          sum += inputs[0][i] - zeroPoint;
        }
        int mean = multiplier.apply(sum) + output.type().zeroPoint();
        result[channel] = output.type().element().saturate(mean);
      }
      return 0;
    };
  }
}
