package lowrank.kernel;

import java.util.List;
import lowrank.fixed.Multiplier;

/**
 * An activation brought to another type, element by element: multiply by the quotient of the
 * scales, add the zero point, clamp. TFLite's reference {@code Requantize} between int8 and int16
 * ({@code QUANTIZE}), and with bounds its {@code ReluX}. Between int8 types a {@link LookupKernel}
 * does the same.
 *
 * @param minimum lower clamp bound, as an output integer
 * @param maximum upper clamp bound, as an output integer
 */
public record RequantiseKernel(
    TensorType input, TensorType output, Multiplier multiplier, int minimum, int maximum)
    implements Kernel {
  @Override
  public List<TensorType> inputs() {
    return List.of(input);
  }

  @Override
  public boolean elementwise() {
    return true;
  }

  @Override
  public Runner runner() {
    return (inputs, result) -> {
      for (int i = 0; i < result.length; i++) {
        result[i] = apply(inputs[0][i]);
      }
      return 0;
    };
  }

  /** The output's integer for one of the input's. */
  public int apply(int integer) {
    int scaled = multiplier.apply(integer - input.type().zeroPoint()) + output.type().zeroPoint();
    return Math.max(minimum, Math.min(maximum, scaled));
  }
}
