package lowrank.operator;

import java.util.List;
import java.util.Optional;
import lowrank.fixed.QuantizedWeights;
import lowrank.fixed.Range;
import lowrank.kernel.Kernel;
import lowrank.kernel.Operand;
import lowrank.kernel.TensorType;
import lowrank.tensor.Shape;

/**
 * Difference, left minus right, of two activations with a fused activation. Both have one shape, or
 * one of them is repeated: it has a single element or one for each channel.
 */
public record Sub(Range activation) implements ActivatedOperator {
  @Override
  public Sub withActivation(Range replacement) {
    return new Sub(replacement);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Arithmetic.shape(inputs.get(0), inputs.get(1));
  }

  @Override
  public Kernel toKernel(
      List<TensorType> inputs, TensorType output, Optional<QuantizedWeights> weights) {
    return Arithmetic.SUBTRACT.kernel(
        Operand.of(inputs.get(0)), Operand.of(inputs.get(1)), output, activation);
  }
}
