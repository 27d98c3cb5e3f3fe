package lowrank.emit.c;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import lowrank.fixed.Multiplier;
import lowrank.fixed.Requantiser;
import lowrank.fixed.Rounding;
import lowrank.kernel.ConvolutionKernel;

/**
 * The shared function that turns sums into output bytes in few instructions.
 *
 * <p>With a right shift {@code s >= 1} and the output's zero point {@code z}, {@link
 * lowrank.fixed.Multiplier} rounding twice is {@code ((v + (v >> 31) + ((2z + 1) << (s - 1))) >> (s
 * - 1)) >> 1}, {@code v} being the rounding doubling high product {@code (sum * 2^32 + sum * (2m -
 * 2^32) + 2^31) >> 32}. Where the lower clamp bound is not below the zero point, {@code v >> 31}
 * makes no difference: a negative {@code v} gives at most the zero point with or without it.
 * Rounding once with {@code s >= 2} is {@code ((((sum * m) >> 32) + ((2z + 1) << (s - 2))) >> (s -
 * 2)) >> 1}: half a unit of the result is a whole number of the high word's.
 *
 * @param once whether it rounds once
 * @param signed whether {@code v >> 31} is added
 * @param clamped whether the bounds are other than those of a byte
 */
public record FoldedScale(boolean once, boolean signed, boolean clamped) {
  private static final long HALF_SPAN = 257;

  /** The one that is exact for a layer; empty if none is. */
  public static Optional<FoldedScale> of(ConvolutionKernel kernel, long[] bounds) {
    Requantiser requantiser = kernel.requantiser();
    boolean once = requantiser.rounding() == Rounding.ONCE;
    boolean exact =
        IntStream.range(0, bounds.length).allMatch(i -> exact(requantiser, i, bounds[i], once));
    if (!exact) {
      return Optional.empty();
    }
    FoldedScale twice =
        twice(requantiser.zeroPoint(), requantiser.minimum(), requantiser.maximum());
    return Optional.of(once ? new FoldedScale(true, false, twice.clamped()) : twice);
  }

  /** The one that rounds twice, for an output's zero point and bounds. */
  static FoldedScale twice(int zeroPoint, int minimum, int maximum) {
    boolean clamped = minimum > Byte.MIN_VALUE || maximum < Byte.MAX_VALUE;
    return new FoldedScale(false, minimum < zeroPoint, clamped);
  }

  /** Whether the one that rounds twice is exact for sums of some magnitude. */
  static boolean exact(Multiplier multiplier, long bound) {
    return exact(multiplier.value(), -multiplier.shift() - 1, bound, false);
  }

  private static boolean exact(Requantiser requantiser, int channel, long bound, boolean once) {
    long multiplier = requantiser.multipliers().at(channel);
    return exact(multiplier, shift(requantiser, channel, once), bound, once);
  }

  private static boolean exact(long multiplier, int shift, long bound, boolean once) {
    if (shift < 0 || shift > 22 || bound > Integer.MAX_VALUE || multiplier < 1L << 30) {
      return false;
    }
    long scaled = ((bound * multiplier) >> (once ? 32 : 31)) + 2;
    return scaled + (HALF_SPAN << shift) <= Integer.MAX_VALUE;
  }

  /** The shift as the function takes it. */
  public static int shift(Requantiser requantiser, int channel, boolean once) {
    return -requantiser.shifts().at(channel) - (once ? 2 : 1);
  }

  /** The multiplier as the function takes it. */
  public int multiplier(Requantiser requantiser, int channel) {
    int multiplier = requantiser.multipliers().at(channel);
    return once ? multiplier : (int) (2L * multiplier - (1L << 32));
  }

  /** The function's name behind the prefix. */
  public String name() {
    return "scale_" + suffix();
  }

  /** What tells its users' names apart. */
  public String suffix() {
    return (once ? "once" : signed ? "twice" : "twice_up") + (clamped ? "_clamped" : "");
  }

  /** Declarations of what it takes behind the rest. */
  public String parameters() {
    return clamped ? ", int32_t minimum, int32_t maximum" : "";
  }

  /** The same as arguments that pass parameters on. */
  public String passedOn() {
    return clamped ? ", minimum, maximum" : "";
  }

  /** The same as a layer's values. */
  public String arguments(Requantiser requantiser) {
    return clamped ? ", " + requantiser.minimum() + ", " + requantiser.maximum() : "";
  }

  /** Lines over the function. */
  public List<String> comment() {
    return once
        ? List.of(
            "sum * multiplier / 2^(shift + 33), to nearest, ties upwards, plus the zero point;",
            "offset is (2 * zero point + 1) * 2^shift.")
        : signed
            ? List.of(
                "sum * (multiplier / 2 + 2^31) / 2^31, to nearest, ties upwards; that / 2^(shift + 1),",
                "to nearest, ties away from zero, plus the zero point. offset is",
                "(2 * zero point + 1) * 2^shift.")
            : List.of(
                "sum * (multiplier / 2 + 2^31) / 2^31, to nearest, ties upwards; that / 2^(shift + 1),",
                "to nearest, plus the zero point. Ties below zero, which go up, are clamped away.",
                "offset is (2 * zero point + 1) * 2^shift.");
  }
}
