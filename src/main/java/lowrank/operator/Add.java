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
 * Sum of two activations with a fused activation. Both have one shape, or one of them is repeated:
 * it has a single element or one for each channel.
 */
public record Add(Range activation) implements ActivatedOperator {
  @Override
  public Add withActivation(Range replacement) {
    return new Add(replacement);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Arithmetic.shape(inputs.get(0), inputs.get(1));
  }

  @Override
  public boolean takesInt16() {
    return true;
  }

  @Override
  public Kernel toKernel(
      List<TensorType> inputs, TensorType output, Optional<QuantizedWeights> weights) {
    return Arithmetic.ADD.kernel(
        Operand.of(inputs.get(0)), Operand.of(inputs.get(1)), output, activation);
  }
}
