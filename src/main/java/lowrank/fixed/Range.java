package lowrank.fixed;

/**
 * An interval of real numbers to which a fused activation clamps; infinite where it does not.
 *
 * @param minimum below {@code maximum}
 */
public record Range(float minimum, float maximum) {
  /** No clamping. */
  public static final Range ALL = new Range(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);

  /** Rectified linear unit: [0, infinity). */
  public static final Range RELU = new Range(0, Float.POSITIVE_INFINITY);

  /** Rectified linear unit capped at 6. */
  public static final Range RELU6 = new Range(0, 6);

  /** Checks the order; NaN is refused. */
  public Range {
    if (!(minimum < maximum)) {
      throw new IllegalArgumentException("empty range " + minimum + " .. " + maximum);
    }
  }

  /** Whether nothing is clamped. */
  public boolean isAll() {
    return minimum == Float.NEGATIVE_INFINITY && maximum == Float.POSITIVE_INFINITY;
  }

  /** The nearest value inside. */
  public float clamp(float value) {
    return Math.max(minimum, Math.min(maximum, value));
  }

  /**
   * The values in both ranges; empty intersections collapse to the nearest bound of {@code other}.
   */
  public Range then(Range other) {
    float low = other.clamp(minimum);
    float high = other.clamp(maximum);
    return low < high ? new Range(low, high) : other;
  }

  /** Lower clamp bound as an integer of {@code type} (TFLite CalculateActivationRangeQuantized). */
  public int minimum(QuantizedType type) {
    return Float.isInfinite(minimum) ? type.element().minimum() : type.quantize(minimum);
  }

  /** Upper clamp bound as an integer of {@code type}. */
  public int maximum(QuantizedType type) {
    return Float.isInfinite(maximum) ? type.element().maximum() : type.quantize(maximum);
  }
}
