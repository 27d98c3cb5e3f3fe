package lowrank.kernel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lowrank.tensor.ElementType;
import lowrank.tensor.IntTensor;

/**
 * Pixels picked from an image: output (y, x) is input (rows[y], columns[x]).
 *
 * @param rows int16, input row of each output row
 * @param columns int16, input column of each output column
 */
public record ResizeNearestKernel(
    TensorType input, TensorType output, IntTensor rows, IntTensor columns) implements Kernel {

  /** A kernel of these rows and columns. */
  public static ResizeNearestKernel of(
      TensorType input, TensorType output, List<Integer> rows, List<Integer> columns) {
    return new ResizeNearestKernel(input, output, table(rows), table(columns));
  }

  private static IntTensor table(List<Integer> positions) {
    return IntTensor.vector(
        ElementType.INT16, positions.stream().mapToInt(Integer::intValue).toArray());
  }

  @Override
  public List<TensorType> inputs() {
    return List.of(input);
  }

  @Override
  public Map<String, IntTensor> constants() {
    Map<String, IntTensor> constants = new LinkedHashMap<>();
    constants.put("rows", rows);
    constants.put("columns", columns);
    return constants;
  }

  @Override
  public Runner runner() {
    int[] fromRows = rows.toArray();
    int[] fromColumns = columns.toArray();
    int width = input.shape().width();
    int channels = input.shape().channels();
    return (inputs, result) -> {
      int position = 0;
      for (int row : fromRows) {
        for (int column : fromColumns) {
          int source = (row * width + column) * channels;
          System.arraycopy(inputs[0], source, result, position, channels);
          position += channels;
        }
      }
      return 0;
    };
  }
}
