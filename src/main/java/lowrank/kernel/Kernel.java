package lowrank.kernel;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import lowrank.tensor.IntTensor;

/**
 * An integer operator with all its constants; its {@link #runner} defines the result to the bit.
 */
public interface Kernel {
  /** Types of the activations read, in order. */
  List<TensorType> inputs();

  /** Type of the activation written. */
  TensorType output();

  /** The operator's loops over unpacked constants; safe for use by several threads. */
  Runner runner();

  /** Multiplies of one run by formula, padding counted; see the record for the formula. */
  default long multiplies() {
    return 0;
  }

  /** The formula behind {@link #multiplies} with numbers put in, e.g. {@code 5*5*6*16 * 10*10}. */
  default String multipliesFormula() {
    return "0";
  }

  /** The constant tables by role ({@code weights}, {@code bias}, ...), in canonical layout. */
  default Map<String, IntTensor> constants() {
    return Map.of();
  }

  /** Working memory in bytes that an implementation of this operator may use while it runs. */
  default int scratchBytes() {
    return 0;
  }

  /**
   * Whether the output may be written over any input of its size: no element is read after one that
   * depends on it was written.
   */
  default boolean elementwise() {
    return false;
  }

  /**
   * Whether the output has the input's bytes in the input's order, so that nothing need be done.
   */
  default boolean alias() {
    return false;
  }

  /**
   * Bytes by which the output must start before the input if C with this order of access is to work
   * where they lie over each other; empty if they must lie apart whatever the order.
   */
  default OptionalInt lead(AccessOrder order) {
    return OptionalInt.empty();
  }

  /** Operator name for comments and tables: the record's name without {@code Kernel}. */
  default String kind() {
    String name = getClass().getSimpleName();
    return name.endsWith("Kernel") ? name.substring(0, name.length() - "Kernel".length()) : name;
  }

  /** Executes a kernel. */
  @FunctionalInterface
  interface Runner {
    /**
     * Computes the output from the inputs.
     *
     * @param inputs integers of each input, not modified
     * @param output overwritten with the result
     * @return multiplies between activations and weights that were executed
     */
    long run(int[][] inputs, int[] output);
  }
}
