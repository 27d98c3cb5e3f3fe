package lowrank.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import lowrank.provenance.Accuracy;

/**
 * {@code report.json}: all bytes and counts exact; null where nothing was measured.
 *
 * @param model file name of the imported model
 * @param sha256 of the imported model
 */
public record Report(
    String tool,
    String name,
    String model,
    String sha256,
    String target,
    Accuracy accuracy,
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

  /** A source layer and what replaced it. */
  public record LayerEntry(
      String name,
      String method,
      List<Integer> ranks,
      @JsonProperty("multiplies_original") long multipliesOriginal,
      long multiplies,
      @JsonProperty("bytes_original") long bytesOriginal,
      long bytes,
      @JsonProperty("output_error") double outputError) {
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
          layer.outputError());
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
        tool, name, model, sha256, target, accuracy, multiplies, flash, ram, layers, outcome);
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
        multiplies,
        new Flash(flash.weights(), code),
        new Ram(ram.arena(), ram.arenaLowerBound(), stack),
        layers,
        verification);
  }
}
