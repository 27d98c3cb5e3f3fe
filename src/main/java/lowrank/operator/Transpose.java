package lowrank.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import lowrank.fixed.QuantizedWeights;
import lowrank.kernel.Kernel;
import lowrank.kernel.TensorType;
import lowrank.kernel.TransposeKernel;
import lowrank.tensor.Shape;

/**
 * The dimensions of an activation in another order, the elements moved accordingly.
 *
 * @param order a permutation: dimension {@code i} of the output is dimension {@code order.get(i)}
 *     of the input
 */
public record Transpose(List<Integer> order) implements Operator {
  /** Copies the list and checks that it is a permutation. */
  public Transpose {
    order = List.copyOf(order);
    List<Integer> sorted = order.stream().sorted().toList();
    if (!sorted.equals(IntStream.range(0, order.size()).boxed().toList())) {
      throw new IllegalArgumentException(order + " is no order of dimensions");
    }
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = inputs.get(0);
    if (order.size() != input.rank()) {
      throw new IllegalArgumentException("order " + order + " for an input of shape " + input);
    }
    List<Integer> moved = new ArrayList<>();
    for (int axis : order) {
      moved.add(input.dimension(axis));
    }
    return new Shape(moved);
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
    return new TransposeKernel(inputs.get(0), output, order);
  }
}
