package lowrank.kernel;

import java.util.List;

/**
 * Elements moved to another order of dimensions.
 *
 * @param order dimension {@code i} of the output is dimension {@code order.get(i)} of the input
 */
public record TransposeKernel(TensorType input, TensorType output, List<Integer> order)
    implements Kernel {
  /** Copies the list. */
  public TransposeKernel {
    order = List.copyOf(order);
  }

  @Override
  public List<TensorType> inputs() {
    return List.of(input);
  }

  /** For each dimension of the output the distance of its neighbours in the input. */
  public int[] inputStrides() {
    int[] own = new int[order.size()];
    int stride = 1;
    for (int axis = own.length - 1; axis >= 0; axis--) {
      own[axis] = stride;
      stride *= input.shape().dimension(axis);
    }
    return order.stream().mapToInt(axis -> own[axis]).toArray();
  }

  @Override
  public Runner runner() {
    int[] strides = inputStrides();
    return (inputs, result) -> {
      for (int i = 0; i < result.length; i++) {
        int rest = i;
        int source = 0;
        for (int axis = strides.length - 1; axis >= 0; axis--) {
          int size = output.shape().dimension(axis);
          source += rest % size * strides[axis];
          rest /= size;
        }
        result[i] = inputs[0][source];
      }
      return 0;
    };
  }
}
