package lowrank.kernel;

import java.util.List;
import java.util.Map;
import lowrank.fixed.Multiplier;
import lowrank.tensor.IntTensor;

/**
 * Sum or difference of two operands, of which one may be constant or repeated, after TFLite's
 * reference {@code Add} and {@code Sub}: the arithmetic of {@link AddKernel}.
 *
 * @param subtract whether the right operand is subtracted
 * @param minimum lower clamp bound, as an output integer
 * @param maximum upper clamp bound, as an output integer
 */
public record SumKernel(
    Operand left,
    Operand right,
    TensorType output,
    boolean subtract,
    Multiplier leftMultiplier,
    Multiplier rightMultiplier,
    Multiplier outputMultiplier,
    int minimum,
    int maximum)
    implements Kernel {
  /** Derives the multipliers from the scales as TFLite's {@code add.cc} and {@code sub.cc} do. */
  public static SumKernel of(
      Operand left, Operand right, TensorType output, boolean subtract, int minimum, int maximum) {
    int leftShift = AddKernel.leftShift(left.type(), right.type());
    float a = left.type().type().scale();
    float b = right.type().type().scale();
    double twiceMaximum = 2.0 * Math.max(a, b);
    return new SumKernel(
        left,
        right,
        output,
        subtract,
        Multiplier.of(a / twiceMaximum),
        Multiplier.of(b / twiceMaximum),
        Multiplier.of(twiceMaximum / ((1 << leftShift) * (double) output.type().scale())),
        minimum,
        maximum);
  }

  /** Bits of headroom given to the operands before scaling: 20, or 15 if either is int16. */
  public int leftShift() {
    return AddKernel.leftShift(left.type(), right.type());
  }

  @Override
  public List<TensorType> inputs() {
    return Operand.activations(left, right);
  }

  @Override
  public String kind() {
    return subtract ? "Sub" : "Add";
  }

  @Override
  public Map<String, IntTensor> constants() {
    return Operand.constants(left, right);
  }

  @Override
  public boolean elementwise() {
    return true;
  }

  @Override
  public Runner runner() {
    int shift = leftShift();
    return (inputs, result) -> {
      int[] first = left.values(inputs, 0);
      int[] second = right.values(inputs, inputs.length - 1);
      for (int i = 0; i < result.length; i++) {
        int a = (first[i % first.length] - left.zeroPoint()) << shift;
        int b = (second[i % second.length] - right.zeroPoint()) << shift;
        int scaled = rightMultiplier.apply(b);
        int sum = leftMultiplier.apply(a) + (subtract ? -scaled : scaled);
        int value = outputMultiplier.apply(sum) + output.type().zeroPoint();
        result[i] = Math.max(minimum, Math.min(maximum, value));
      }
      return 0;
    };
  }
}
