package lowrank.operator;

import java.util.List;
import java.util.Optional;
import lowrank.fixed.Multiplier;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.QuantizedWeights;
import lowrank.kernel.Kernel;
import lowrank.kernel.LookupKernel;
import lowrank.kernel.TensorType;
import lowrank.tensor.Shape;

/**
 * {@code x} where it is not negative, else {@code alpha * x}. The integer form is TFLite's: one
 * multiplier for each half.
 *
 * @param alpha slope of the negative half, at least 0 and finite
 */
public record LeakyRelu(float alpha) implements Operator {
  /** Checks the slope. */
  public LeakyRelu {
    if (!(alpha >= 0) || Float.isInfinite(alpha)) {
      throw new IllegalArgumentException("slope is negative or not finite: " + alpha);
    }
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return inputs.get(0);
  }

  @Override
  public Kernel toKernel(
      List<TensorType> inputs, TensorType output, Optional<QuantizedWeights> weights) {
    QuantizedType from = inputs.get(0).type();
    QuantizedType to = output.type();
    Multiplier identity = Multiplier.of(from.scale() / to.scale());
    Multiplier slope = Multiplier.of(from.scale() * alpha / to.scale());
    return LookupKernel.of(
        inputs.get(0),
        output,
        kind(),
        x -> {
          int value = x - from.zeroPoint();
          return to.element()
              .saturate((long) to.zeroPoint() + (value >= 0 ? identity : slope).apply(value));
        });
  }
}
