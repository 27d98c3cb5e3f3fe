package lowrank.operator;

import java.util.List;
import java.util.Optional;
import lowrank.fixed.QuantizedWeights;
import lowrank.kernel.Kernel;
import lowrank.kernel.ResizeNearestKernel;
import lowrank.kernel.TensorType;
import lowrank.tensor.Shape;

/**
 * An image of another size whose every pixel is one of the input's: output (y, x) is input ({@code
 * rows.get(y)}, {@code columns.get(x)}). The model formats round positions in several ways; the
 * lists hold what came out of it.
 *
 * @param rows input row of each output row
 * @param columns input column of each output column
 */
public record ResizeNearest(List<Integer> rows, List<Integer> columns) implements Operator {
  /** Larger images are refused; positions fit 16 bits. */
  private static final int LARGEST_SIZE = Short.MAX_VALUE;

  /** Copies the lists. */
  public ResizeNearest {
    rows = List.copyOf(rows);
    columns = List.copyOf(columns);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = inputs.get(0);
    if (input.rank() != 3
        || !within(rows, input.height())
        || !within(columns, input.width())
        || Math.max(input.height(), input.width()) > LARGEST_SIZE) {
      throw new IllegalArgumentException(
          "resizing of " + input + " by rows " + rows + " and columns " + columns);
    }
    return Shape.of(rows.size(), columns.size(), input.channels());
  }

  private static boolean within(List<Integer> positions, int size) {
    return positions.stream().allMatch(position -> position >= 0 && position < size);
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
    return ResizeNearestKernel.of(inputs.get(0), output, rows, columns);
  }
}
