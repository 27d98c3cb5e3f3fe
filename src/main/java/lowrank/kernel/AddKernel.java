package lowrank.kernel;

import java.util.List;
import lowrank.fixed.Multiplier;
import lowrank.fixed.QuantizedType;
import lowrank.tensor.ElementType;

/**
 * Sum of two activations of one shape, after TFLite's reference {@code Add} for int8, and for int16
 * with general scales: both inputs are raised by {@link #leftShift} bits and brought to twice the
 * larger input scale, added, and requantised.
 *
 * @param minimum lower clamp bound, as an output integer
 * @param maximum upper clamp bound, as an output integer
 */
public record AddKernel(
    TensorType left,
    TensorType right,
    TensorType output,
    Multiplier leftMultiplier,
    Multiplier rightMultiplier,
    Multiplier outputMultiplier,
    int minimum,
    int maximum)
    implements Kernel {
  private static final int LEFT_SHIFT_INT8 = 20;
  private static final int LEFT_SHIFT_INT16 = 15;

  /** Derives the multipliers from the scales as TFLite's {@code add.cc} does. */
  public static AddKernel of(
      TensorType left, TensorType right, TensorType output, int minimum, int maximum) {
    int leftShift = leftShift(left, right);
    QuantizedType a = left.type();
    QuantizedType b = right.type();
    double twiceMaximum = 2.0 * Math.max(a.scale(), b.scale());
    return new AddKernel(
        left,
        right,
        output,
        Multiplier.of(a.scale() / twiceMaximum),
        Multiplier.of(b.scale() / twiceMaximum),
        Multiplier.of(twiceMaximum / ((1 << leftShift) * (double) output.type().scale())),
        minimum,
        maximum);
  }

  /** Bits of headroom given to the inputs before scaling: 20, or 15 if either is int16. */
  public int leftShift() {
    return leftShift(left, right);
  }

  static int leftShift(TensorType left, TensorType right) {
    boolean wide =
        left.type().element() == ElementType.INT16 || right.type().element() == ElementType.INT16;
    return wide ? LEFT_SHIFT_INT16 : LEFT_SHIFT_INT8;
  }

  @Override
  public List<TensorType> inputs() {
    return List.of(left, right);
  }

  @Override
  public boolean elementwise() {
    return true;
  }

  @Override
  public Runner runner() {
    int shift = leftShift();
    return (inputs, result) -> {
      for (int i = 0; i < result.length; i++) {
        int a = (inputs[0][i] - left.type().zeroPoint()) << shift;
        int b = (inputs[1][i] - right.type().zeroPoint()) << shift;
        int sum = leftMultiplier.apply(a) + rightMultiplier.apply(b);
        int value = outputMultiplier.apply(sum) + output.type().zeroPoint();
        result[i] = Math.max(minimum, Math.min(maximum, value));
      }
      return 0;
    };
  }
}
