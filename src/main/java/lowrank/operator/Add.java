package lowrank.operator;

import java.util.List;
import java.util.Optional;
import lowrank.fixed.QuantizedWeights;
import lowrank.fixed.Range;
import lowrank.kernel.AddKernel;
import lowrank.kernel.Kernel;
import lowrank.kernel.TensorType;
import lowrank.tensor.Shape;

/** Sum of two activations of one shape with a fused activation. */
public record Add(Range activation) implements ActivatedOperator {
  @Override
  public Add withActivation(Range replacement) {
    return new Add(replacement);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    if (!inputs.get(0).equals(inputs.get(1))) {
      throw new IllegalArgumentException(
          "shapes " + inputs.get(0) + " and " + inputs.get(1) + " cannot be added");
    }
    return inputs.get(0);
  }

  @Override
  public boolean takesInt16() {
    return true;
  }

  @Override
  public Kernel toKernel(
      List<TensorType> inputs, TensorType output, Optional<QuantizedWeights> weights) {
    return AddKernel.of(
        inputs.get(0),
        inputs.get(1),
        output,
        activation.minimum(output.type()),
        activation.maximum(output.type()));
  }
}
