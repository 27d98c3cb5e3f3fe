package lowrank.emit.c;

import java.util.EnumSet;
import java.util.Set;
import lowrank.fixed.Multiplier;

/**
 * The cheapest C expression for {@link Multiplier#apply} plus a zero point that is exact for all
 * values in use.
 */
enum Scaling {
  /** No shift. */
  PLAIN,
  /** Right shifts only, and nothing comes near the ends of int32. */
  RIGHT,
  /** Everything else that rounds twice, modulo 2^32 like {@link Multiplier#apply}. */
  ANY,
  /** One rounding: {@link lowrank.fixed.Rounding#ONCE}. */
  ONCE;

  /**
   * Chooses for one multiplier that rounds twice.
   *
   * @param bound largest magnitude of a value to be scaled
   */
  static Scaling of(Multiplier multiplier, long bound) {
    long scaled = ((bound * multiplier.value()) >> 31) + 1;
    if (multiplier.shift() == 0 && scaled + 128 <= Integer.MAX_VALUE) {
      return PLAIN;
    }
    int right = -multiplier.shift();
    boolean far = right >= 1 && right <= 30 && scaled + (1L << right) <= Integer.MAX_VALUE;
    return far ? RIGHT : ANY;
  }

  /** One that serves where either is needed. */
  Scaling or(Scaling other) {
    return this == other ? this : ANY;
  }

  Set<Helper> helpers() {
    return switch (this) {
      case PLAIN -> EnumSet.of(Helper.SCALE);
      case RIGHT -> EnumSet.of(Helper.SCALE, Helper.ROUND_SHIFT);
      case ANY -> EnumSet.of(Helper.SCALE, Helper.ROUND_SHIFT_ANY, Helper.SCALE_ANY);
      case ONCE -> EnumSet.of(Helper.SCALE_ONCE);
    };
  }

  /** The expression. {@code shift} is the text of what {@link #shift} returns. */
  String expression(String prefix, String value, String multiplier, String shift, int zeroPoint) {
    String scaled = CText.format("%s_scale(%s, %s)", prefix, value, multiplier);
    return switch (this) {
      case PLAIN -> scaled + CText.plus(zeroPoint);
      case RIGHT -> after(prefix, scaled, shift, zeroPoint);
      case ANY ->
          CText.format("%s_scale_any(%s, %s, %s, %d)", prefix, value, multiplier, shift, zeroPoint);
      case ONCE ->
          CText.format(
              "%s_scale_once(%s, %s, %s, %d)", prefix, value, multiplier, shift, zeroPoint);
    };
  }

  /** The first half of a right-shifting expression, {@code after} being the second. */
  static String before(String prefix, String value, String multiplier) {
    return PLAIN.expression(prefix, value, multiplier, "", 0);
  }

  /** The second half, of a variable that holds the first. */
  static String after(String prefix, String scaled, String shift, int zeroPoint) {
    return CText.format("%s_round_shift(%s, %s)%s", prefix, scaled, shift, CText.plus(zeroPoint));
  }

  /** The expression for one known multiplier. */
  String expression(String prefix, String value, Multiplier multiplier, int zeroPoint) {
    return expression(
        prefix,
        value,
        String.valueOf(multiplier.value()),
        String.valueOf(shift(multiplier.shift())),
        zeroPoint);
  }

  /**
   * The shift as the expression wants it: to the right, as in {@link Multiplier}, or to the right
   * after a product of which nothing is dropped.
   */
  int shift(int shift) {
    return switch (this) {
      case PLAIN, ANY -> shift;
      case RIGHT -> -shift;
      case ONCE -> 31 - shift;
    };
  }
}
