package lowrank.emit.c.dsp;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import lowrank.emit.c.Accumulation;
import lowrank.emit.c.FoldedScale;
import lowrank.fixed.Requantiser;
import lowrank.kernel.ConvolutionKernel;

/**
 * A {@link FoldedScale} whose second shift is a rounded high multiply with a power of two: {@code
 * (v * 2^(31 - shift) + 2^31) >> 32} is {@code v / 2^(shift + 1)} to nearest, ties upwards.
 *
 * @param scale all that comes before
 */
public record PowerScale(FoldedScale scale) {
  private static final int EXPONENT = 31;

  /** The largest result before it is saturated, less what zero point and rounding add. */
  private static final long WIDEST = Short.MAX_VALUE - 257;

  /**
   * Whether the scaling is exact for a layer, and the results before they are saturated to bytes
   * have 16 bits.
   */
  static boolean suits(ConvolutionKernel kernel) {
    long[] bounds = Accumulation.bounds(kernel);
    Requantiser requantiser = kernel.requantiser();
    Optional<FoldedScale> scale = FoldedScale.of(kernel, bounds);
    long widest = scale.isPresent() && scale.get().bits() > 8 ? Integer.MAX_VALUE : WIDEST;
    return scale.isPresent()
        && IntStream.range(0, bounds.length)
            .allMatch(
                channel -> {
                  int shift = scale.get().shift(requantiser, channel);
                  long product = bounds[channel] * requantiser.multipliers().at(channel);
                  return shift >= 1 && product >> (EXPONENT + shift + 1) <= widest;
                });
  }

  /** The power of two for a channel. */
  int power(Requantiser requantiser, int channel) {
    return 1 << (EXPONENT - scale.shift(requantiser, channel));
  }

  /** The function's name behind the prefix. */
  public String name() {
    return "power_" + scale.suffix();
  }

  /** Lines over the function. */
  public List<String> comment() {
    return List.of(
        scale.once()
            ? "sum * multiplier / 2^32, rounded down;"
            : "sum * (multiplier / 2 + 2^31) / 2^31, to nearest, ties upwards;",
        scale.signed()
            ? "that * power / 2^32, to nearest, ties away from zero, plus the zero point."
            : "that * power / 2^32, to nearest, plus the zero point.");
  }
}
