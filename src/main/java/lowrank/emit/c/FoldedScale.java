package lowrank.emit.c;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import lowrank.fixed.Multiplier;
import lowrank.fixed.Requantiser;
import lowrank.fixed.Rounding;
import lowrank.kernel.ConvolutionKernel;
import lowrank.tensor.ElementType;

/**
 * The shared function that turns sums into outputs in few instructions.
 *
 * <p>With a right shift {@code s >= 1} and the output's zero point {@code z}, {@link
 * lowrank.fixed.Multiplier} rounding twice is {@code ((v + (v >> 31) + ((2z + 1) << (s - 1))) >> (s
 * - 1)) >> 1}, {@code v} being the rounding doubling high product {@code (sum * 2^32 + sum * (2m -
 * 2^32) + 2^31) >> 32}. Where the lower clamp bound is not below the zero point, {@code v >> 31}
 * makes no difference: a negative {@code v} gives at most the zero point with or without it.
 * Rounding once with {@code s >= 2} is {@code ((((sum * m) >> 32) + ((2z + 1) << (s - 2))) >> (s -
 * 2)) >> 1}: half a unit of the result is a whole number of the high word's. Sums shifted left
 * beforehand, for outputs of 16 bits that need a smaller {@code s}, give the same.
 *
 * @param once whether it rounds once
 * @param signed whether {@code v >> 31} is added
 * @param clamped whether the bounds are other than the output type's
 * @param output type of the outputs
 * @param left by how many bits sums are shifted to the left at first
 */
public record FoldedScale(
    boolean once, boolean signed, boolean clamped, ElementType output, int left) {
  private static final long HALF_SPAN = 257;

  /** The one that is exact for a layer; empty if none is. */
  public static Optional<FoldedScale> of(ConvolutionKernel kernel, long[] bounds) {
    FoldedScale scale = of(kernel);
    return IntStream.range(0, bounds.length)
            .allMatch(i -> scale.exact(kernel.requantiser(), i, bounds[i]))
        ? Optional.of(scale)
        : Optional.empty();
  }

  private static FoldedScale of(ConvolutionKernel kernel) {
    Requantiser requantiser = kernel.requantiser();
    ElementType output = kernel.output().type().element();
    if (requantiser.rounding() == Rounding.TWICE) {
      return twice(requantiser.zeroPoint(), requantiser.minimum(), requantiser.maximum(), output);
    }
    boolean clamped = requantiser.clamps(output);
    return new FoldedScale(true, false, clamped, output, Accumulation.left(kernel));
  }

  /** The one that rounds twice, for an output's zero point, bounds and type. */
  static FoldedScale twice(int zeroPoint, int minimum, int maximum, ElementType output) {
    boolean clamped = minimum > output.minimum() || maximum < output.maximum();
    return new FoldedScale(false, minimum < zeroPoint, clamped, output, 0);
  }

  /** Whether the one that rounds twice is exact for sums of some magnitude. */
  static boolean exact(Multiplier multiplier, long bound) {
    return exact(multiplier.value(), -multiplier.shift() - 1, bound, false);
  }

  private boolean exact(Requantiser requantiser, int channel, long bound) {
    long multiplier = requantiser.multipliers().at(channel);
    return exact(multiplier, shift(requantiser, channel), bound << left, once);
  }

  private static boolean exact(long multiplier, int shift, long bound, boolean once) {
    if (shift < 0 || shift > 22 || bound > Integer.MAX_VALUE || multiplier < 1L << 30) {
      return false;
    }
    long scaled = ((bound * multiplier) >> (once ? 32 : 31)) + 2;
    return scaled + (HALF_SPAN << shift) <= Integer.MAX_VALUE;
  }

  /** The shift as the function takes it. */
  public int shift(Requantiser requantiser, int channel) {
    return -requantiser.shifts().at(channel) - less();
  }

  private int less() {
    return (once ? 2 : 1) - left;
  }

  /** What the shifts are, for a table's comment. */
  public String shifts() {
    return "shifts to the right, " + (left > 0 ? "plus " + -less() : "less " + less());
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
    return (once ? "once" : signed ? "twice" : "twice_up")
        + (clamped ? "_clamped" : "")
        + (output == ElementType.INT16 ? "_16" : "")
        + (left > 0 ? "_left" : "");
  }

  /** What sums are multiplied with at first. */
  public int factor() {
    return 1 << left;
  }

  /** C type of an output. */
  public String type() {
    return CText.type(output);
  }

  /** Bits of an output. */
  public int bits() {
    return 8 * output.bytes();
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
            CText.format(
                "sum * multiplier / 2^(shift + %d), to nearest, ties upwards, plus the zero point;",
                33 - left),
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
