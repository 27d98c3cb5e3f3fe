package lowrank.operator;

import java.util.List;
import java.util.Optional;
import lowrank.fixed.FixedHardSwish;
import lowrank.fixed.QuantizedWeights;
import lowrank.kernel.Kernel;
import lowrank.kernel.LookupKernel;
import lowrank.kernel.TensorType;
import lowrank.tensor.Shape;

/** {@code x * min(max(x + 3, 0), 6) / 6} of every element. */
public record HardSwish() implements Operator {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    return inputs.get(0);
  }

  @Override
  public Kernel toKernel(
      List<TensorType> inputs, TensorType output, Optional<QuantizedWeights> weights) {
    FixedHardSwish function = new FixedHardSwish(inputs.get(0).type(), output.type());
    return LookupKernel.of(inputs.get(0), output, kind(), function::apply);
  }
}
