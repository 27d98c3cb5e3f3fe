package lowrank.kernel;

import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import lowrank.tensor.ElementType;
import lowrank.tensor.IntTensor;

/**
 * An elementwise function of one int8 activation as a table of its 256 values.
 *
 * @param function name for comments, e.g. {@code Sigmoid}
 * @param table int8, entry {@code i} for input {@code i - 128}
 */
public record LookupKernel(TensorType input, TensorType output, String function, IntTensor table)
    implements Kernel {
  /** Tabulates {@code values} over -128 .. 127. */
  public static LookupKernel of(
      TensorType input, TensorType output, String function, IntUnaryOperator values) {
    int[] table = new int[256];
    for (int i = 0; i < table.length; i++) {
      table[i] = values.applyAsInt(i + Byte.MIN_VALUE);
    }
    return new LookupKernel(input, output, function, IntTensor.vector(ElementType.INT8, table));
  }

  @Override
  public List<TensorType> inputs() {
    return List.of(input);
  }

  @Override
  public String kind() {
    return function;
  }

  @Override
  public Map<String, IntTensor> constants() {
    return Map.of("table", table);
  }

  @Override
  public boolean elementwise() {
    return true;
  }

  @Override
  public Runner runner() {
    int[] values = table.toArray();
    return (inputs, result) -> {
      for (int i = 0; i < result.length; i++) {
        result[i] = values[inputs[0][i] - Byte.MIN_VALUE];
      }
      return 0;
    };
  }
}
