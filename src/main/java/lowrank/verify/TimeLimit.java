package lowrank.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** How long a run may take before it counts as hanging: far longer than any that ends. */
final class TimeLimit {
  /** Multiplies a second of the slowest emulated core, divided by ten. */
  private static final long SLOWEST = 200_000;

  private static final Duration LEAST = Duration.ofMinutes(2);

  private TimeLimit() {}

  /** The limit for layers and whole calls of all inputs in a file. */
  static Duration of(GeneratedModel model, Path inputs) throws IOException {
    return LEAST.plusSeconds(multiplies(model, inputs) / SLOWEST);
  }

  /** Multiplies of layers and whole calls of all inputs in a file. */
  static long multiplies(GeneratedModel model, Path inputs) throws IOException {
    long count = Files.size(inputs) / model.network().inputType().bytes();
    return 2 * count * model.network().multiplies();
  }
}
