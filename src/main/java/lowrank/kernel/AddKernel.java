package lowrank.kernel;

import java.util.List;
import lowrank.fixed.Multiplier;
import lowrank.fixed.QuantizedType;

/**
 * Sum of two activations of one shape, after TFLite's int8 reference {@code Add}: both inputs are
 * raised by {@link #LEFT_SHIFT} bits and brought to twice the larger input scale, added, and
 * requantised.
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
  /** Bits of headroom given to the inputs before scaling. */
  public static final int LEFT_SHIFT = 20;

  /** Derives the multipliers from the scales as TFLite's {@code add.cc} does. */
  public static AddKernel of(
      TensorType left, TensorType right, TensorType output, int minimum, int maximum) {
    QuantizedType a = left.type();
    QuantizedType b = right.type();
    double twiceMaximum = 2.0 * Math.max(a.scale(), b.scale());
    return new AddKernel(
        left,
        right,
        output,
        Multiplier.of(a.scale() / twiceMaximum),
        Multiplier.of(b.scale() / twiceMaximum),
        Multiplier.of(twiceMaximum / ((1 << LEFT_SHIFT) * (double) output.type().scale())),
        minimum,
        maximum);
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
    return (inputs, result) -> {
      for (int i = 0; i < result.length; i++) {
        int a = (inputs[0][i] - left.type().zeroPoint()) << LEFT_SHIFT;
        int b = (inputs[1][i] - right.type().zeroPoint()) << LEFT_SHIFT;
        int sum = leftMultiplier.apply(a) + rightMultiplier.apply(b);
        int value = outputMultiplier.apply(sum) + output.type().zeroPoint();
        result[i] = Math.max(minimum, Math.min(maximum, value));
      }
      return 0;
    };
  }
}
