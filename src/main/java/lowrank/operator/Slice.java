package lowrank.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lowrank.fixed.QuantizedWeights;
import lowrank.kernel.Kernel;
import lowrank.kernel.SliceKernel;
import lowrank.kernel.TensorType;
import lowrank.tensor.Shape;

/**
 * Part of an activation at regular steps.
 *
 * @param begin first element taken of each dimension
 * @param end first element no longer taken
 * @param step at least 1
 */
public record Slice(List<Integer> begin, List<Integer> end, List<Integer> step)
    implements Operator {
  /** Copies the lists. */
  public Slice {
    begin = List.copyOf(begin);
    end = List.copyOf(end);
    step = List.copyOf(step);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = inputs.get(0);
    List<Integer> taken = new ArrayList<>();
    for (int axis = 0; axis < input.rank(); axis++) {
      int from = begin.get(axis);
      int to = end.get(axis);
      if (from < 0 || to > input.dimension(axis) || from >= to || step.get(axis) < 1) {
        throw new IllegalArgumentException(
            "slice " + begin + " to " + end + " by " + step + " of " + input);
      }
      taken.add((to - from + step.get(axis) - 1) / step.get(axis));
    }
    return new Shape(taken);
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
    return new SliceKernel(inputs.get(0), output, begin, step);
  }
}
