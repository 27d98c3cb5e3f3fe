package lowrank.fixed;

/**
 * A positive real factor as a 31-bit integer and a power of two: {@code value * 2^(shift - 31)}.
 * TensorFlow Lite's {@code QuantizeMultiplier} and {@code MultiplyByQuantizedMultiplier} with
 * double rounding.
 *
 * @param value at least 0; as made by {@link #of}, 0 or in [2^30, 2^31)
 * @param shift -31 to 30; positive shifts left before the multiplication, negative right after it
 */
public record Multiplier(int value, int shift) {
  /** Checks the ranges. */
  public Multiplier {
    if (value < 0) {
      throw new IllegalArgumentException("multiplier out of range: " + value);
    }
    if (shift < -31 || shift > 30) {
      throw new IllegalArgumentException("shift out of range: " + shift);
    }
  }

  /**
   * The multiplier nearest to {@code real}; factors below 2^-32 become 0.
   *
   * @throws IllegalArgumentException if {@code real} is negative, not finite, or 2^30 and more
   */
  public static Multiplier of(double real) {
    if (!(real >= 0) || real >= 1L << 30) {
      throw new IllegalArgumentException("factor out of range: " + real);
    }
    if (real == 0) {
      return new Multiplier(0, 0);
    }
    int shift = Math.getExponent(real) + 1;
    long value = Math.round(Math.scalb(real, 31 - shift));
    if (value == 1L << 31) {
      value /= 2;
      shift++;
    }
    return shift < -31 ? new Multiplier(0, 0) : new Multiplier((int) value, shift);
  }

  /**
   * The factor with 15 bits: the value rounded to a multiple of 2^16. {@link Rounding#ONCE} with it
   * is what TFLite's {@code MultiplyByQuantizedMultiplier(int64_t, int32_t, int)} computes
   * (tensorflow/lite/kernels/internal/common), which its convolutions of 16-bit activations with
   * 64-bit biases use.
   */
  public Multiplier reduced() {
    int bits = value < 0x7fff0000 ? (value + (1 << 15)) >> 16 : 0x7fff;
    return new Multiplier(bits << 16, shift);
  }

  /**
   * {@code round(round(accumulator * 2^leftShift * value / 2^31) / 2^rightShift)}: rounding
   * doubling high multiply (ties upwards), then rounding right shift (ties away from zero). The
   * left shift wraps like a 32-bit machine's.
   */
  public int apply(int accumulator) {
    int left = Math.max(shift, 0);
    int right = Math.max(-shift, 0);
    return FixedPoint.roundingDivideByPowerOfTwo(
        FixedPoint.saturatingRoundingDoublingHighMultiply(accumulator << left, value), right);
  }

  /** The product under a rounding rule. */
  public int apply(int accumulator, Rounding rounding) {
    return switch (rounding) {
      case TWICE -> apply(accumulator);
      case ONCE -> (int) (((long) accumulator * value + (1L << (30 - shift))) >> (31 - shift));
    };
  }
}
