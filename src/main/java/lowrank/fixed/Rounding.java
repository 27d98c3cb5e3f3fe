package lowrank.fixed;

/** How often the product of an accumulator and a {@link Multiplier} is rounded. */
public enum Rounding {
  /**
   * After the doubling high multiply (ties upwards), and again after the right shift (ties away
   * from zero): TFLite's {@code MultiplyByQuantizedMultiplier} in all kernels but one.
   */
  TWICE,
  /**
   * Once, after both, ties upwards: {@code (accumulator * value + 2^(30 - shift)) >> (31 - shift)}
   * in 64 bits, of which the low 32 are kept. TFLite's fully connected kernels, and, with {@link
   * Multiplier#reduced}, its convolutions of 16-bit activations; also 8-bit inputs with a 16-bit
   * output. The result fits 32 bits whenever the shift is not positive.
   */
  ONCE
}
