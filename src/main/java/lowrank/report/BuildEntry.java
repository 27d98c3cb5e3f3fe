package lowrank.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a model was built from.
 *
 * @param budget what it may cost; null if nothing was limited
 * @param front least predicted loss against costs, cheapest first; empty if there was no search
 * @param chosen the point of the plan that was taken; null if there was no search
 * @param options all options in effect by name, files by their names without folders
 * @param files the hash of every file that was read
 */
public record BuildEntry(
    Budget budget,
    List<FrontPoint> front,
    FrontPoint chosen,
    Map<String, String> options,
    List<InputFile> files) {
  /** Copies lists and map. */
  public BuildEntry {
    front = front == null ? List.of() : List.copyOf(front);
    options = options == null ? Map.of() : new LinkedHashMap<>(options);
    files = files == null ? List.of() : List.copyOf(files);
  }

  /**
   * The limits that the search was given, percentages resolved; null where there is none.
   *
   * @param instructions of one inference, as predicted for the target's core
   * @param parameters weights and biases
   * @param drop points of accuracy that may be lost on the calibration data
   */
  public record Budget(
      Long multiplies, Long instructions, Long parameters, Long flash, Long ram, Double drop) {}

  /**
   * A point of the curve.
   *
   * @param bytes of weights, biases and multipliers
   * @param loss predicted
   */
  public record FrontPoint(long multiplies, long bytes, double loss) {}

  /**
   * A file that the build read.
   *
   * @param option that named it
   * @param file its name without folders
   */
  public record InputFile(String option, String file, String sha256) {}
}
