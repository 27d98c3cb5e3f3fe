package lowrank.kernel;

import java.util.Arrays;
import java.util.List;
import lowrank.tensor.Shape;

/**
 * Adds constant elements around an activation.
 *
 * @param before elements added before each dimension
 * @param value the integer added: the zero point, for a padding of 0
 */
public record PadKernel(TensorType input, TensorType output, List<Integer> before, int value)
    implements Kernel {
  /** Copies the list. */
  public PadKernel {
    before = List.copyOf(before);
  }

  @Override
  public List<TensorType> inputs() {
    return List.of(input);
  }

  @Override
  public Runner runner() {
    return (inputs, result) -> {
      Arrays.fill(result, value);
      Shape from = input.shape();
      for (int i = 0; i < from.elements(); i++) {
        int rest = i;
        int target = 0;
        int stride = 1;
        for (int axis = from.rank() - 1; axis >= 0; axis--) {
          target += (rest % from.dimension(axis) + before.get(axis)) * stride;
          rest /= from.dimension(axis);
          stride *= output.shape().dimension(axis);
        }
        result[target] = inputs[0][i];
      }
      return 0;
    };
  }
}
