package lowrank.fixed;

import java.util.function.DoubleUnaryOperator;

/**
 * Activation functions that TFLite's int8 reference kernels tabulate: each of the 256 integers is
 * dequantised, the function is evaluated in float32, and the result is quantised again. All
 * operations are IEEE float32; e^x and tanh x are the float32 nearest to StrictMath's double.
 */
public final class FloatTable {
  private FloatTable() {}

  /** 1 / (1 + e^-x) of one integer of {@code from}, as an integer of {@code to}. */
  public static int sigmoid(int integer, QuantizedType from, QuantizedType to) {
    return evaluate(integer, from, to, x -> 1f / (1f + (float) StrictMath.exp(-x)));
  }

  /** tanh x of one integer of {@code from}, as an integer of {@code to}. */
  public static int tanh(int integer, QuantizedType from, QuantizedType to) {
    return evaluate(integer, from, to, x -> (float) StrictMath.tanh(x));
  }

  /** x * min(max(x + 3, 0), 6) / 6 of one integer of {@code from}, as an integer of {@code to}. */
  public static int hardSwish(int integer, QuantizedType from, QuantizedType to) {
    return evaluate(
        integer, from, to, x -> (float) (x * Math.min(Math.max((float) x + 3, 0), 6)) / 6);
  }

  /** {@code function} takes a float32 and gives a float32, both widened. */
  private static int evaluate(
      int integer, QuantizedType from, QuantizedType to, DoubleUnaryOperator function) {
    float inverseScale = 1 / to.scale();
    float value = (float) function.applyAsDouble(from.dequantize(integer));
    float scaled = value * inverseScale;
    float rounded = (float) (scaled < 0 ? -Math.floor(0.5 - scaled) : Math.floor(0.5 + scaled));
    return to.element().saturate((long) (rounded + to.zeroPoint()));
  }
}
