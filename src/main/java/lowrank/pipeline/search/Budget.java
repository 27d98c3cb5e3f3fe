package lowrank.pipeline.search;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the compressed network may cost.
 *
 * @param multiplies of one inference
 * @param instructions of one inference, predicted for a target
 * @param parameters weights and biases
 * @param flash of weights and, where the target's compiler is installed, code
 * @param ram of the memory plan and, where the compiler is installed, the stack
 * @param drop accuracy that may be lost, in points; instructions, or multiplies without a target,
 *     are minimised then
 */
public record Budget(
    Optional<Amount> multiplies,
    Optional<Amount> instructions,
    Optional<Amount> parameters,
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
          Optional.empty(),
          OptionalDouble.empty());

  /** The same with another limit on multiplies. */
  public Budget withMultiplies(Amount most) {
    return new Budget(Optional.of(most), instructions, parameters, flash, ram, drop);
  }

  /** The same with another limit on instructions. */
  public Budget withInstructions(Amount most) {
    return new Budget(multiplies, Optional.of(most), parameters, flash, ram, drop);
  }

  /** The same with another limit on weights and biases. */
  public Budget withParameters(Amount most) {
    return new Budget(multiplies, instructions, Optional.of(most), flash, ram, drop);
  }

  /** The same with another limit on flash. */
  public Budget withFlash(Amount most) {
    return new Budget(multiplies, instructions, parameters, Optional.of(most), ram, drop);
  }

  /** The same with another limit on memory. */
  public Budget withRam(Amount most) {
    return new Budget(multiplies, instructions, parameters, flash, Optional.of(most), drop);
  }

  /** The same with another limit on the accuracy that may be lost. */
  public Budget withDrop(double points) {
    return new Budget(multiplies, instructions, parameters, flash, ram, OptionalDouble.of(points));
  }

  /** Whether nothing is limited. */
  public boolean isNone() {
    return equals(NONE);
  }

  /** Whether something is limited that candidates may save without saving instructions. */
  boolean limitsSize() {
    return flash.isPresent() || parameters.isPresent();
  }
}
