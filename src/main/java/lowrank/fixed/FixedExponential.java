package lowrank.fixed;

/**
 * The two transcendental pieces of TFLite's int8 reference {@code Softmax}, in integers: e^x of
 * negative x and 1 / x, after gemmlowp's {@code fixedpoint.h}. A number with {@code n} integer bits
 * stands for {@code raw / 2^(31 - n)}.
 */
public final class FixedExponential {
  /** Integer bits of the scaled difference to the row's maximum. */
  public static final int DIFFERENCE_INTEGER_BITS = 5;

  /** Integer bits of the sum of exponentials: rows of up to {@link #MAXIMUM_TERMS} elements. */
  public static final int SUM_INTEGER_BITS = 12;

  /** Terms of at most 1 whose sum surely fits {@link #SUM_INTEGER_BITS}. */
  public static final int MAXIMUM_TERMS = (1 << SUM_INTEGER_BITS) - 1;

  private static final int QUARTER = 1 << 24;
  private static final int EIGHTH = 1 << 28;

  /** e^(-1/8), no integer bits. */
  private static final int EXP_MINUS_EIGHTH = 1895147668;

  private static final int THIRD = 715827883;

  /** e^-(2^k) for k = -2 .. 4, no integer bits. */
  private static final int[] EXP_POWERS = {
    1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242
  };

  /** 48/17 and -32/17, two integer bits: the start of Newton's division. */
  private static final int FORTY_EIGHT_SEVENTEENTHS = 1515870810;

  private static final int MINUS_THIRTY_TWO_SEVENTEENTHS = -1010580540;

  private FixedExponential() {}

  /**
   * {@code e^(-beta * scale * d)} for d = 0 .. 255, no integer bits; 0 where the exponent is beyond
   * the fixed-point range.
   *
   * @throws IllegalArgumentException if {@code beta * scale} is not above 2^-26, the smallest
   *     difference that TFLite's kernel takes
   */
  public static int[] table(float beta, float scale) {
    double real =
        Math.min((double) beta * scale * (1 << (31 - DIFFERENCE_INTEGER_BITS)), Integer.MAX_VALUE);
    if (!(real > 1)) {
      throw new IllegalArgumentException(
          "beta " + beta + " times scale " + scale + " is too small");
    }
    int shift = Math.getExponent(real) + 1;
    long multiplier = Math.round(Math.scalb(real, 31 - shift));
    if (multiplier == 1L << 31) {
      multiplier /= 2;
      shift++;
    }
    long range = (long) ((1 << DIFFERENCE_INTEGER_BITS) - 1) << (31 - DIFFERENCE_INTEGER_BITS);
    long largest = range >> shift;
    int[] table = new int[256];
    for (int d = 0; d < table.length && d <= largest; d++) {
      int difference = (int) -((long) d << shift);
      table[d] =
          exponential(
              FixedPoint.saturatingRoundingDoublingHighMultiply(difference, (int) multiplier));
    }
    return table;
  }

  /**
   * e^a.
   *
   * @param a at most 0, five integer bits
   * @return no integer bits
   */
  public static int exponential(int a) {
    if (a == 0) {
      return Integer.MAX_VALUE;
    }
    int fraction = (a & (QUARTER - 1)) - QUARTER;
    int result = exponentialOfFraction(fraction << DIFFERENCE_INTEGER_BITS);
    int remainder = fraction - a;
    for (int k = 0; k < EXP_POWERS.length; k++) {
      if ((remainder & (QUARTER << k)) != 0) {
        result = multiply(result, EXP_POWERS[k]);
      }
    }
    return result;
  }

  /** e^a for a in [-1/4, 0), no integer bits: Taylor's polynomial of degree 4 around -1/8. */
  private static int exponentialOfFraction(int a) {
    int x = a + EIGHTH;
    int x2 = multiply(x, x);
    int x3 = multiply(x2, x);
    int x4 = multiply(x2, x2);
    int quarterOfX4 = FixedPoint.roundingDivideByPowerOfTwo(x4, 2);
    int higherTerms =
        FixedPoint.roundingDivideByPowerOfTwo(multiply(quarterOfX4 + x3, THIRD) + x2, 1);
    return EXP_MINUS_EIGHTH + multiply(EXP_MINUS_EIGHTH, x + higherTerms);
  }

  /**
   * 1 / (1 + a) by three Newton steps.
   *
   * @param a in [0, 1), no integer bits
   * @return no integer bits
   */
  public static int oneOverOnePlus(int a) {
    int halfDenominator = (int) (((long) a + Integer.MAX_VALUE + 1) / 2);
    int x = FORTY_EIGHT_SEVENTEENTHS + multiply(halfDenominator, MINUS_THIRTY_TWO_SEVENTEENTHS);
    for (int step = 0; step < 3; step++) {
      int error = (1 << 29) - multiply(halfDenominator, x);
      x += saturatingShiftLeft(multiply(x, error), 2);
    }
    return saturatingShiftLeft(x, 1);
  }

  /**
   * One element of a row: its share of the sum, as an integer of scale 1/256 and zero point -128.
   *
   * @param exponential of the element, no integer bits
   * @param sum of the row's exponentials, each divided by 2^{@link #SUM_INTEGER_BITS}, rounded; at
   *     least 2^19
   * @param reciprocal {@link #reciprocal} of the sum
   */
  public static int share(int exponential, int sum, int reciprocal) {
    int exponent = SUM_INTEGER_BITS - Integer.numberOfLeadingZeros(sum) + 31 - 8;
    int share =
        exponent > 31
            ? 0
            : FixedPoint.roundingDivideByPowerOfTwo(multiply(reciprocal, exponential), exponent);
    return Math.min(share + Byte.MIN_VALUE, Byte.MAX_VALUE);
  }

  /**
   * The reciprocal of {@code sum} scaled into [1, 2) by a power of two.
   *
   * @param sum above 0
   * @return no integer bits
   */
  public static int reciprocal(int sum) {
    return oneOverOnePlus((sum << Integer.numberOfLeadingZeros(sum)) - Integer.MIN_VALUE);
  }

  private static int multiply(int a, int b) {
    return FixedPoint.saturatingRoundingDoublingHighMultiply(a, b);
  }

  private static int saturatingShiftLeft(int value, int bits) {
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, (long) value << bits));
  }
}
