package lowrank.kernel;

import java.util.List;
import lowrank.tensor.Shape;

/**
 * Every {@code step}-th element from {@code begin} on, in every dimension.
 *
 * @param begin first element taken of each dimension
 * @param step at least 1, for each dimension
 */
public record SliceKernel(
    TensorType input, TensorType output, List<Integer> begin, List<Integer> step)
    implements Kernel {
  /** Copies the lists. */
  public SliceKernel {
    begin = List.copyOf(begin);
    step = List.copyOf(step);
  }

  @Override
  public List<TensorType> inputs() {
    return List.of(input);
  }

  @Override
  public Runner runner() {
    return (inputs, result) -> {
      Shape to = output.shape();
      for (int i = 0; i < result.length; i++) {
        int rest = i;
        int source = 0;
        int stride = 1;
        for (int axis = to.rank() - 1; axis >= 0; axis--) {
          source += (begin.get(axis) + rest % to.dimension(axis) * step.get(axis)) * stride;
          rest /= to.dimension(axis);
          stride *= input.shape().dimension(axis);
        }
        result[i] = inputs[0][source];
      }
      return 0;
    };
  }
}
