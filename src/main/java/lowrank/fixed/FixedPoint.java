package lowrank.fixed;

/**
 * Integer arithmetic on 32-bit fixed-point numbers, defined as in gemmlowp's {@code fixedpoint.h}
 * and TensorFlow Lite's reference kernels. Every method is total over its stated range.
 */
public final class FixedPoint {
  private FixedPoint() {}

  /**
   * High 32 bits of {@code 2ab}, rounded to nearest with ties upwards; the single overflowing
   * product, {@code MIN_VALUE * MIN_VALUE}, saturates.
   *
   * <p>gemmlowp's truncating division after a sign-dependent nudge equals this floor after a
   * constant nudge for every pair of operands.
   */
  public static int saturatingRoundingDoublingHighMultiply(int a, int b) {
    if (a == Integer.MIN_VALUE && b == Integer.MIN_VALUE) {
      return Integer.MAX_VALUE;
    }
    return (int) (((long) a * b + (1L << 30)) >> 31);
  }

  /**
   * {@code value / 2^exponent}, rounded to nearest with ties away from zero.
   *
   * @param exponent 0 to 31
   */
  public static int roundingDivideByPowerOfTwo(int value, int exponent) {
    if (exponent == 0) {
      return value;
    }
    long half = 1L << (exponent - 1);
    return (int) ((value + half - (value < 0 ? 1 : 0)) >> exponent);
  }

  /**
   * {@code value / divisor}, rounded to nearest with ties away from zero: the rounding of average
   * pooling.
   *
   * @param divisor above 0
   */
  public static int roundingDivide(int value, int divisor) {
    int half = divisor / 2;
    return value >= 0 ? (value + half) / divisor : (value - half) / divisor;
  }
}
