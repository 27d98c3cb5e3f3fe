package lowrank.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lowrank.fixed.QuantizedWeights;
import lowrank.kernel.ConcatenationKernel;
import lowrank.kernel.Kernel;
import lowrank.kernel.TensorType;
import lowrank.tensor.Shape;

/**
 * Activations joined along one axis.
 *
 * @param axis 0-based dimension of the NHWC activation without batch
 */
public record Concatenation(int axis) implements Operator {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    List<Integer> joined = new ArrayList<>(inputs.get(0).dimensions());
    for (Shape input : inputs.subList(1, inputs.size())) {
      List<Integer> expected = new ArrayList<>(inputs.get(0).dimensions());
      if (input.rank() != expected.size()) {
        throw new IllegalArgumentException("ranks of " + inputs + " differ");
      }
      expected.set(axis, input.dimension(axis));
      if (!input.dimensions().equals(expected)) {
        throw new IllegalArgumentException(
            "shapes " + inputs + " cannot be joined on axis " + axis);
      }
      joined.set(axis, joined.get(axis) + input.dimension(axis));
    }
    return new Shape(joined);
  }

  @Override
  public OutputType outputType() {
    return OutputType.SAME_AS_INPUT;
  }

  @Override
  public boolean takesInt16() {
    return true;
  }

  @Override
  public Kernel toKernel(
      List<TensorType> inputs, TensorType output, Optional<QuantizedWeights> weights) {
    return new ConcatenationKernel(inputs, output, axis);
  }
}
