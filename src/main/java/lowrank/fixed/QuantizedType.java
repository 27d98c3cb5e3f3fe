package lowrank.fixed;

import lowrank.tensor.ElementType;

/**
 * How an activation's integers stand for real numbers: {@code real = scale * (integer -
 * zeroPoint)}.
 *
 * @param scale positive and finite, float32 as in the model formats
 * @param zeroPoint within the element type's range; 0 for int16
 */
public record QuantizedType(ElementType element, float scale, int zeroPoint) {
  /** Checks scale and zero point. */
  public QuantizedType {
    if (!(scale > 0) || Float.isInfinite(scale)) {
      throw new IllegalArgumentException("scale is not positive and finite: " + scale);
    }
    if (zeroPoint < element.minimum() || zeroPoint > element.maximum()) {
      throw new IllegalArgumentException("zero point " + zeroPoint + " outside " + element);
    }
    if (element == ElementType.INT16 && zeroPoint != 0) {
      throw new IllegalArgumentException("zero point " + zeroPoint + " of a 16-bit activation");
    }
  }

  /** An int8 type. */
  public static QuantizedType int8(float scale, int zeroPoint) {
    return new QuantizedType(ElementType.INT8, scale, zeroPoint);
  }

  /** An int16 type, symmetric. */
  public static QuantizedType int16(float scale) {
    return new QuantizedType(ElementType.INT16, scale, 0);
  }

  /** The nearest representable integer: ties away from zero, saturated, as TFLite's quantiser. */
  public int quantize(float real) {
    float scaled = real / scale;
    float rounded = scaled < 0 ? -roundHalfUp(-scaled) : roundHalfUp(scaled);
    float clamped = Math.max(-1e9f, Math.min(1e9f, rounded));
    return element.saturate((long) clamped + zeroPoint);
  }

  /** The real number that an integer stands for. */
  public float dequantize(int integer) {
    return scale * (integer - zeroPoint);
  }

  private static float roundHalfUp(float magnitude) {
    float floor = (float) Math.floor(magnitude);
    return magnitude - floor >= 0.5f ? floor + 1 : floor;
  }
}
