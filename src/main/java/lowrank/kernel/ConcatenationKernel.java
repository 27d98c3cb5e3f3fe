package lowrank.kernel;

import java.util.List;

/**
 * Inputs of one scale and zero point joined along an axis.
 *
 * @param axis 0-based dimension that grows
 */
public record ConcatenationKernel(List<TensorType> inputs, TensorType output, int axis)
    implements Kernel {
  /** Copies the list. */
  public ConcatenationKernel {
    inputs = List.copyOf(inputs);
  }

  /**
   * Number of blocks that each input is copied in: the product of the dimensions before the axis.
   */
  public int blocks() {
    int blocks = 1;
    for (int i = 0; i < axis; i++) {
      blocks *= output.shape().dimension(i);
    }
    return blocks;
  }

  /** Elements of one block of input {@code index}. */
  public int blockLength(int index) {
    return inputs.get(index).shape().elements() / blocks();
  }

  @Override
  public Runner runner() {
    return (values, result) -> {
      int position = 0;
      for (int block = 0; block < blocks(); block++) {
        for (int i = 0; i < values.length; i++) {
          int length = blockLength(i);
          System.arraycopy(values[i], block * length, result, position, length);
          position += length;
        }
      }
      return 0;
    };
  }
}
