package lowrank.pipeline.search;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the compressed network may cost.
 *
 * @param multiplies of one inference
 * @param instructions of one inference, predicted for a target
 * @param flash of weights and, where the target's compiler is installed, code
 * @param ram of the memory plan and, where the compiler is installed, the stack
 * @param drop accuracy that may be lost, in points; instructions, or multiplies without a target,
 *     are minimised then
 */
public record Budget(
    Optional<Amount> multiplies,
    Optional<Amount> instructions,
    Optional<Amount> flash,
    Optional<Amount> ram,
    OptionalDouble drop) {
  /** Nothing is limited. */
  public static final Budget NONE =
      new Budget(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalDouble.empty());

  /** Whether nothing is limited. */
  public boolean isNone() {
    return equals(NONE);
  }
}
