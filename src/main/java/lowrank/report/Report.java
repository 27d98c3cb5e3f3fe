package lowrank.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import lowrank.provenance.Accuracy;
import lowrank.provenance.CalibrationScore;
import lowrank.provenance.LayerMeasurement;
import lowrank.provenance.SearchLoss;

/**
 * {@code report.json}: all bytes and counts exact; null where nothing was measured.
 *
 * @param model file name of the imported model
 * @param sha256 of the imported model
 * @param accuracy on data that were only measured
 * @param calibration on the data that everything was chosen on
 * @param search losses that the search under a budget predicted and measured
 */
public record Report(
    String tool,
    String name,
    String model,
    String sha256,
    String target,
    Accuracy accuracy,
    CalibrationScore calibration,
    SearchLoss search,
    Multiplies multiplies,
    Flash flash,
    Ram ram,
    List<LayerEntry> layers,
    VerificationEntry verification) {
  /** Copies the list. */
  public Report {
    layers = List.copyOf(layers);
  }

  /** Multiplies of one inference, padding counted. */
  public record Multiplies(long original, long generated) {}

  /**
   * Bytes of flash.
   *
   * @param code of the model's own functions on the target; null until measured
   */
  public record Flash(long weights, Long code) {}

  /**
   * Bytes of RAM.
   *
   * @param arena the plan's exact peak
   * @param arenaLowerBound largest set of buffers that live at once
   * @param stack deepest use by the model's own functions; null until measured
   */
  public record Ram(
      long arena, @JsonProperty("arena_lower_bound") long arenaLowerBound, Long stack) {}

  /**
   * A source layer and what replaced it.
   *
   * @param patches as in {@link LayerMeasurement}, like all that follows
   */
  public record LayerEntry(
      String name,
      String method,
      List<Integer> ranks,
      @JsonProperty("multiplies_original") long multipliesOriginal,
      long multiplies,
      @JsonProperty("bytes_original") long bytesOriginal,
      long bytes,
      @JsonProperty("output_error") double outputError,
      Long patches,
      @JsonProperty("patch_length") Integer patchLength,
      Double ridge,
      @JsonProperty("snr_db_balanced") Double snrBalanced,
      @JsonProperty("snr_db") Double snr) {
    /** Copies the list. */
    public LayerEntry {
      ranks = List.copyOf(ranks);
    }

    /** The entry of one layer report. */
    static LayerEntry of(LayerReport layer) {
      return new LayerEntry(
          layer.name(),
          layer.method(),
          layer.ranks(),
          layer.multipliesOriginal(),
          layer.multiplies(),
          layer.bytesOriginal(),
          layer.bytes(),
          layer.outputError(),
          layer.measured().patches(),
          layer.measured().patchLength(),
          layer.measured().ridge(),
          layer.measured().snrBalanced(),
          layer.measured().snr());
    }
  }

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
    return new Report(
        tool,
        name,
        model,
        sha256,
        target,
        accuracy,
        calibration,
        search,
        multiplies,
        flash,
        ram,
        layers,
        outcome);
  }

  /** The same report with figures measured on the target's image. */
  public Report withImage(Long code, Long stack) {
    return new Report(
        tool,
        name,
        model,
        sha256,
        target,
        accuracy,
        calibration,
        search,
        multiplies,
        new Flash(flash.weights(), code),
        new Ram(ram.arena(), ram.arenaLowerBound(), stack),
        layers,
        verification);
  }
}
