package lowrank.kernel;

import java.util.List;
import java.util.Map;
import lowrank.fixed.FixedExponential;
import lowrank.fixed.FixedPoint;
import lowrank.tensor.ElementType;
import lowrank.tensor.IntTensor;

/**
 * Softmax over the innermost dimension, after TFLite's int8 reference {@code Softmax}. For each
 * row: {@code e[i] = exponentials[maximum - x[i]]}, their sum with 12 integer bits (each {@code
 * e[i]} divided by 2^12, rounded half away from zero), the reciprocal of the sum, and each
 * element's share ({@link FixedExponential#share}).
 *
 * @param output scale 1/256, zero point -128
 * @param exponentials int32, entry {@code d} for a value {@code d} below the row's maximum, 1.0
 *     being 2^31 - 1; 0 where the difference is beyond the fixed-point range
 */
public record SoftmaxKernel(TensorType input, TensorType output, IntTensor exponentials)
    implements Kernel {
  /** Derives the table from the input's scale. */
  public static SoftmaxKernel of(TensorType input, TensorType output, float beta) {
    int[] table = FixedExponential.table(beta, input.type().scale());
    return new SoftmaxKernel(input, output, IntTensor.vector(ElementType.INT32, table));
  }

  @Override
  public List<TensorType> inputs() {
    return List.of(input);
  }

  /** Elements of a row: the innermost dimension. */
  public int rowLength() {
    return input.shape().channels();
  }

  /** Rows that are normalised separately. */
  public int rows() {
    return input.shape().elements() / rowLength();
  }

  @Override
  public Map<String, IntTensor> constants() {
    return Map.of("exponentials", exponentials);
  }

  /** A row is read twice before it is written, so writing over the input is safe. */
  @Override
  public boolean elementwise() {
    return true;
  }

  @Override
  public Runner runner() {
    int[] table = exponentials.toArray();
    return (inputs, result) -> {
      for (int row = 0; row < rows(); row++) {
        normalise(inputs[0], row * rowLength(), table, result);
      }
      return 0;
    };
  }

  private void normalise(int[] values, int start, int[] table, int[] result) {
    int end = start + rowLength();
    int maximum = values[start];
    for (int i = start + 1; i < end; i++) {
      maximum = Math.max(maximum, values[i]);
    }
    int sum = 0;
    for (int i = start; i < end; i++) {
      sum +=
          FixedPoint.roundingDivideByPowerOfTwo(
              table[maximum - values[i]], FixedExponential.SUM_INTEGER_BITS);
    }
    int reciprocal = FixedExponential.reciprocal(sum);
    for (int i = start; i < end; i++) {
      result[i] = FixedExponential.share(table[maximum - values[i]], sum, reciprocal);
    }
  }
}
