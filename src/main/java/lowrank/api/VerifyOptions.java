package lowrank.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import lowrank.pipeline.FolderVerification.Place;

/**
 * On what and where {@link Lowrank#verify} runs generated code.
 *
 * @param inputs {@code .npy} or {@code .npz} file of samples
 * @param samples how many of them at most, above 0
 * @param random inputs of seeded random bytes besides, 0 or more
 * @param places where the C runs
 * @param targets names of targets whose emulated cores run it; empty for the folder's own
 */
public record VerifyOptions(
    Optional<Path> inputs, int samples, int random, List<Place> places, List<String> targets) {
  private static final int SAMPLES = 64;
  private static final int RANDOM = 4;

  /**
   * Copies the lists.
   *
   * @param inputs as of the record
   * @param samples as of the record
   * @param random as of the record
   * @param places as of the record
   * @param targets as of the record
   */
  public VerifyOptions {
    Objects.requireNonNull(inputs);
    places = List.copyOf(places);
    targets = List.copyOf(targets);
    if (samples < 1 || random < 0) {
      throw new IllegalArgumentException(samples + " samples, " + random + " random inputs");
    }
  }

  /**
   * The defaults of the command line: random inputs, on this machine.
   *
   * @return options without samples
   */
  public static VerifyOptions onHost() {
    return new VerifyOptions(Optional.empty(), SAMPLES, RANDOM, List.of(Place.HOST), List.of());
  }

  /**
   * The same with samples of a file.
   *
   * @param file {@code .npy} or {@code .npz}
   * @return the changed options
   */
  public VerifyOptions withInputs(Path file) {
    return new VerifyOptions(Optional.of(file), samples, random, places, targets);
  }
}
