package lowrank.api;

import java.util.Objects;
import java.util.Optional;
import lowrank.pipeline.CompressionSettings;
import lowrank.pipeline.Dataset;
import lowrank.pipeline.Precision;
import lowrank.pipeline.search.Budget;
import lowrank.pipeline.search.SearchSettings;
import lowrank.rank.SearchProgress;
import lowrank.target.Targets;

/**
 * How {@link Lowrank#compress} compresses, and on which data.
 *
 * @param calibration samples from which ranks and ranges are chosen; labels only where a search
 *     measures accuracy
 * @param holdout samples that are only measured, never chosen on: accuracy with labels, else
 *     agreement with the original
 * @param settings method, ranks, ranges and budget
 * @param progress told what a search is doing
 */
public record CompressOptions(
    Dataset calibration,
    Optional<Dataset> holdout,
    CompressionSettings settings,
    SearchProgress progress) {
  /**
   * Nothing may be null.
   *
   * @param calibration as of the record
   * @param holdout as of the record
   * @param settings as of the record
   * @param progress as of the record
   */
  public CompressOptions {
    Objects.requireNonNull(calibration);
    Objects.requireNonNull(holdout);
    Objects.requireNonNull(settings);
    Objects.requireNonNull(progress);
  }

  /**
   * The defaults of the command line: every layer that can be decomposed is, with 97 % of the
   * energy of its responses.
   *
   * @param calibration samples from which ranks and ranges are chosen
   * @return options without hold-out data
   */
  public static CompressOptions on(Dataset calibration) {
    return new CompressOptions(
        calibration,
        Optional.empty(),
        CompressionSettings.builder().build(),
        SearchProgress.SILENT);
  }

  /**
   * The same with samples on which accuracy is measured in the end, or without labels agreement
   * with the original.
   *
   * @param samples that nothing is chosen on
   * @return the changed options
   */
  public CompressOptions withHoldout(Dataset samples) {
    return new CompressOptions(calibration, Optional.of(samples), settings, progress);
  }

  /**
   * The same with other settings.
   *
   * @param replacement method, ranks, ranges and budget
   * @return the changed options
   */
  public CompressOptions withSettings(CompressionSettings replacement) {
    return new CompressOptions(calibration, holdout, replacement, progress);
  }

  /**
   * The same with ranks chosen under a budget for a target, and all activations int8.
   *
   * @param budget what the network may cost
   * @param target a target's name, or a descriptor's path that ends in {@code .yaml}
   * @return the changed options
   * @throws lowrank.diagnostic.CompileException if there is no such target
   */
  public CompressOptions withBudget(Budget budget, String target) {
    return withSettings(
        settings.toBuilder()
            .ranks(CompressionSettings.BUDGET)
            .precision(Precision.INT8)
            .search(
                new SearchSettings(
                    budget, Optional.of(Targets.load(target)), Optional.empty(), Optional.empty()))
            .build());
  }
}
