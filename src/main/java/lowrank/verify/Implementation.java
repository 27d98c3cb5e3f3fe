package lowrank.verify;

import java.nio.file.Path;
import java.util.Optional;

/** One way to run a generated model. */
public interface Implementation {
  /** What is run where, for the result: {@code java}, {@code gcc -fsanitize}, ... */
  String where();

  /** Whether to go without it where its tools are not installed. */
  default boolean optional() {
    return false;
  }

  /** Whether its tools are installed; asked of optional ones only. */
  default boolean installed() {
    return true;
  }

  /**
   * Runs the model on all inputs.
   *
   * @param work an empty folder for intermediate files
   * @param inputs the inputs back to back
   * @param outputs receives, for each input, what {@link TensorLayout} lists; on failure, whatever
   *     was computed before
   * @return the memory that was written to; nothing where that cannot be told
   * @throws RunFailure if the model cannot be built or does not run to its end
   * @throws lowrank.diagnostic.CompileException if a tool is missing or the folder is not complete
   */
  Optional<TouchedMemory> run(GeneratedModel model, Path work, Path inputs, Path outputs)
      throws RunFailure;
}
