package lowrank.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import lowrank.provenance.Accuracy;
import lowrank.provenance.CalibrationScore;
import lowrank.provenance.SearchLoss;

/**
 * {@code report.json}: all bytes and counts exact; null where nothing was measured.
 *
 * @param model file name of the imported model
 * @param sha256 of the imported model
 * @param accuracy on data that were only measured
 * @param holdout likeness to the original on data without labels that were only measured; absent if
 *     there were none
 * @param calibration on the data that everything was chosen on
 * @param search losses that the search under a budget predicted and measured
 * @param instructions that one inference executed on the target's emulated core; null until
 *     measured
 * @param plan the arena over time
 * @param targets what every target would make of the model, the report's own first
 * @param build what the model was built from; null for one that was generated as it is
 */
public record Report(
    String tool,
    String name,
    String model,
    String sha256,
    String target,
    Accuracy accuracy,
    @JsonInclude(JsonInclude.Include.NON_NULL) CalibrationScore holdout,
    CalibrationScore calibration,
    SearchLoss search,
    Multiplies multiplies,
    Flash flash,
    Ram ram,
    Predicted predicted,
    List<LayerEntry> layers,
    VerificationEntry verification,
    Long instructions,
    PlanEntry plan,
    List<TargetEntry> targets,
    BuildEntry build) {
  /** Copies the lists; a report of an earlier version has no targets. */
  public Report {
    Stream.of(tool, name, model, target, accuracy, multiplies, flash, ram)
        .forEach(Objects::requireNonNull);
    layers = List.copyOf(layers);
    targets = targets == null ? List.of() : List.copyOf(targets);
  }

  /** Multiplies of one inference, padding counted. */
  public record Multiplies(long original, long generated) {}

  /**
   * Bytes of flash.
   *
   * @param code of the model's own functions on the target; null until measured
   * @param compiler with which code and stack were measured, and its version; null until then
   */
  public record Flash(long weights, Long code, String compiler) {}

  /**
   * Bytes of RAM.
   *
   * @param arena the plan's exact peak
   * @param arenaLowerBound largest set of buffers that live at once
   * @param stack most that the model's own functions take, by the frames of the deepest chain of
   *     calls from {@code invoke}; null until measured
   */
  public record Ram(
      long arena, @JsonProperty("arena_lower_bound") long arenaLowerBound, Long stack) {}

  /**
   * What the cost model of a core expects; null without one.
   *
   * @param core whose instructions they are
   * @param instructions of one inference
   * @param meanErrorPercent of a layer, as measured on layers that the model was not fitted to
   */
  public record Predicted(
      String core,
      long instructions,
      @JsonProperty("mean_error_percent") double meanErrorPercent) {}

  /**
   * What the last verification compared.
   *
   * @param where the implementations that were run
   */
  public record VerificationEntry(long inputs, long tensors, long mismatches, List<String> where) {
    /** Copies the list. */
    public VerificationEntry {
      where = List.copyOf(where);
    }
  }

  /** The same report with the outcome of a verification. */
  public Report withVerification(VerificationEntry outcome) {
    return with(flash, ram, outcome, instructions, build);
  }

  /** The same report with figures measured on the target's image. */
  public Report withImage(long code, long stack, String compiler) {
    return with(
        new Flash(flash.weights(), code, compiler),
        new Ram(ram.arena(), ram.arenaLowerBound(), stack),
        verification,
        instructions,
        build);
  }

  /** The same report with what one inference executed. */
  public Report withInstructions(Long executed) {
    return with(flash, ram, verification, executed, build);
  }

  /** The same report with what the model was built from. */
  public Report withBuild(BuildEntry origin) {
    return with(flash, ram, verification, instructions, origin);
  }

  private Report with(
      Flash newFlash,
      Ram newRam,
      VerificationEntry newVerification,
      Long newInstructions,
      BuildEntry newBuild) {
    return new Report(
        tool,
        name,
        model,
        sha256,
        target,
        accuracy,
        holdout,
        calibration,
        search,
        multiplies,
        newFlash,
        newRam,
        predicted,
        layers,
        newVerification,
        newInstructions,
        plan,
        targets,
        newBuild);
  }
}
