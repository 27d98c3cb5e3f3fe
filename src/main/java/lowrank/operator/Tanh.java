package lowrank.operator;

import java.util.List;
import java.util.Optional;
import lowrank.fixed.FloatTable;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.QuantizedWeights;
import lowrank.kernel.Kernel;
import lowrank.kernel.LookupKernel;
import lowrank.kernel.TensorType;
import lowrank.tensor.Shape;

/** Hyperbolic tangent of every element. */
public record Tanh() implements Operator {
  private static final QuantizedType OUTPUT = QuantizedType.int8(1f / 128, 0);

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return inputs.get(0);
  }

  @Override
  public OutputType outputType() {
    return OutputType.FIXED;
  }

  @Override
  public QuantizedType fixedOutputType() {
    return OUTPUT;
  }

  @Override
  public Kernel toKernel(
      List<TensorType> inputs, TensorType output, Optional<QuantizedWeights> weights) {
    TensorType input = inputs.get(0);
    return LookupKernel.of(
        input, output, kind(), x -> FloatTable.tanh(x, input.type(), output.type()));
  }
}
