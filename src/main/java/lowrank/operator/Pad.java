package lowrank.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lowrank.fixed.QuantizedWeights;
import lowrank.kernel.Kernel;
import lowrank.kernel.PadKernel;
import lowrank.kernel.TensorType;
import lowrank.tensor.Shape;

/**
 * Constant elements added around an activation.
 *
 * @param before elements added before each dimension, at least 0
 * @param after elements added after each dimension, at least 0
 * @param value the constant
 */
public record Pad(List<Integer> before, List<Integer> after, float value) implements Operator {
  /** Copies the lists. */
  public Pad {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = inputs.get(0);
    if (before.size() != input.rank() || after.size() != input.rank()) {
      throw new IllegalArgumentException("padding for another rank than that of " + input);
    }
    List<Integer> padded = new ArrayList<>();
    for (int axis = 0; axis < input.rank(); axis++) {
      padded.add(before.get(axis) + input.dimension(axis) + after.get(axis));
    }
    return new Shape(padded);
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
    return new PadKernel(inputs.get(0), output, before, output.type().quantize(value));
  }
}
