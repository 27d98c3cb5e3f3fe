package lowrank.kernel;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import lowrank.tensor.IntTensor;

/**
 * One side of an elementwise operation: an activation, or a constant in flash. With fewer elements
 * than the output it is repeated: a single element for all, or one for each channel.
 *
 * @param constant the integers; empty for an activation
 */
public record Operand(TensorType type, Optional<IntTensor> constant) {
  /** An activation. */
  public static Operand of(TensorType type) {
    return new Operand(type, Optional.empty());
  }

  /** Number of elements; output element {@code i} reads element {@code i % size}. */
  public int size() {
    return type.shape().elements();
  }

  /** Zero point of the integers. */
  public int zeroPoint() {
    return type.type().zeroPoint();
  }

  /** The constant's integers, or the next activation's. */
  int[] values(int[][] inputs, int activation) {
    return constant.map(IntTensor::toArray).orElseGet(() -> inputs[activation]);
  }

  /** The constant table of an operation, if a side is constant. */
  static Map<String, IntTensor> constants(Operand left, Operand right) {
    return left.constant()
        .or(right::constant)
        .map(table -> Map.of("constant", table))
        .orElse(Map.of());
  }

  /** Those of both sides that are activations. */
  static List<TensorType> activations(Operand left, Operand right) {
    return Stream.of(left, right)
        .filter(operand -> operand.constant().isEmpty())
        .map(Operand::type)
        .toList();
  }
}
