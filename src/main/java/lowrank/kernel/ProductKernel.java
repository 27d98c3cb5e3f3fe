package lowrank.kernel;

import java.util.List;
import java.util.Map;
import lowrank.fixed.Multiplier;
import lowrank.tensor.IntTensor;

/**
 * Product of two operands, of which one may be constant or repeated, after TFLite's int8 reference
 * {@code Mul}: the product of the centred integers is requantised. Its multiplies are its output's
 * elements.
 *
 * @param minimum lower clamp bound, as an output integer
 * @param maximum upper clamp bound, as an output integer
 */
public record ProductKernel(
    Operand left, Operand right, TensorType output, Multiplier multiplier, int minimum, int maximum)
    implements Kernel {
  /** Derives the multiplier from the scales as TFLite's {@code mul.cc} does: in float32. */
  public static ProductKernel of(
      Operand left, Operand right, TensorType output, int minimum, int maximum) {
    float scale = left.type().type().scale() * right.type().type().scale();
    Multiplier multiplier = Multiplier.of(scale / output.type().scale());
    return new ProductKernel(left, right, output, multiplier, minimum, maximum);
  }

  @Override
  public List<TensorType> inputs() {
    return Operand.activations(left, right);
  }

  @Override
  public String kind() {
    return "Mul";
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
  public long multiplies() {
    return output.shape().elements();
  }

  @Override
  public String multipliesFormula() {
    return String.valueOf(output.shape().elements());
  }

  @Override
  public Runner runner() {
    return (inputs, result) -> {
      int[] first = left.values(inputs, 0);
      int[] second = right.values(inputs, inputs.length - 1);
      for (int i = 0; i < result.length; i++) {
        int a = first[i % first.length] - left.zeroPoint();
        int b = second[i % second.length] - right.zeroPoint();
        int value = multiplier.apply(a * b) + output.type().zeroPoint();
        result[i] = Math.max(minimum, Math.min(maximum, value));
      }
      return result.length;
    };
  }
}
