package lowrank.quantize;

import lowrank.fixed.QuantizedType;
import lowrank.tensor.ElementType;

/**
 * A closed interval of real numbers that contains 0.
 *
 * @param minimum at most 0
 * @param maximum at least 0
 */
record Interval(double minimum, double maximum) {
  /** The point 0. */
  static final Interval ZERO = new Interval(0, 0);

  /** Widens the interval to contain 0. */
  Interval {
    minimum = Math.min(minimum, 0);
    maximum = Math.max(maximum, 0);
  }

  /** The smallest interval that contains both. */
  Interval union(Interval other) {
    return new Interval(Math.min(minimum, other.minimum), Math.max(maximum, other.maximum));
  }

  /** Both ends multiplied by a positive factor. */
  Interval scaled(double factor) {
    return new Interval(minimum * factor, maximum * factor);
  }

  /** Distance of the ends. */
  double width() {
    return maximum - minimum;
  }

  /**
   * The int8 type whose 256 values span the interval, with 0 exactly representable. An interval
   * without width gets scale 1.
   */
  QuantizedType toInt8() {
    float scale = (float) (width() / 255);
    if (!(scale >= Float.MIN_NORMAL)) {
      return QuantizedType.int8(1, 0);
    }
    long zeroPoint = Math.round(ElementType.INT8.minimum() - minimum / scale);
    return QuantizedType.int8(scale, ElementType.INT8.saturate(zeroPoint));
  }
}
