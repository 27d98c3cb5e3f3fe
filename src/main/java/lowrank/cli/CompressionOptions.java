package lowrank.cli;

import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lowrank.api.CompressOptions;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.network.Network;
import lowrank.pipeline.CompressionSettings;
import lowrank.pipeline.Dataset;
import lowrank.pipeline.Precision;
import lowrank.quantize.Correction;
import lowrank.quantize.RangeMethod;
import lowrank.rank.SearchProgress;
import lowrank.target.Target;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How to compress and on which data. */
final class CompressionOptions {
  private static final double DEFAULT_DROP = 0.3;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--calibration",
      paramLabel = "X.npy",
      description = "Samples from which ranks and ranges are chosen; a few hundred are enough.")
  private Path calibration;

  @Option(
      names = "--labels",
      paramLabel = "Y.npy",
      description = "Classes of the calibration samples, for rank searches that measure accuracy.")
  private Path labels;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "512",
      description = "Use at most the first N calibration samples (default: ${DEFAULT-VALUE}).")
  private int samples;

  @Option(
      names = "--holdout",
      paramLabel = "X.npy",
      description = {
        "Samples that are only measured, never chosen on: accuracy, or without labels agreement with",
        "the original."
      })
  private Path holdout;

  @Option(
      names = "--holdout-labels",
      paramLabel = "Y.npy",
      description = "Classes of the hold-out samples.")
  private Path holdoutLabels;

  @Option(
      names = "--method",
      defaultValue = "auto",
      paramLabel = "METHOD",
      description = {
        "auto (tucker2 for convolutions, svd for dense layers), none, svd, tucker2, tucker1-in,",
        "tucker1-out, spatial, cp or cp3 (default: ${DEFAULT-VALUE})."
      })
  private String method;

  @Option(
      names = "--ranks",
      paramLabel = "RANKS",
      description = {
        "budget, energy, evbmf, naive, brute-force, binary-search,",
        "share=S (of every layer's multiplies), or LAYER=R or LAYER=Rs,Rt, ...",
        "(default: budget if there is one, else energy)."
      })
  private String ranks;

  @Mixin private BudgetOptions budgets;

  @Option(
      names = "--layers",
      split = ",",
      paramLabel = "LAYER",
      description = "Decompose only these layers (default: all that can be).")
  private List<String> layers = List.of();

  @Option(
      names = "--delta",
      defaultValue = "0.01",
      paramLabel = "D",
      description = {
        "Accuracy that may be lost in a search, as a share: accuracy > (1 - D) * original",
        "(default: ${DEFAULT-VALUE})."
      })
  private double delta;

  @Option(
      names = "--energy",
      defaultValue = "0.97",
      paramLabel = "E",
      description =
          "Share of the squared singular values kept, of the responses unless --data-free (default: ${DEFAULT-VALUE}).")
  private double energy;

  @Option(
      names = "--data-free",
      description = "Factorise the kernels themselves rather than what they do to the data.")
  private boolean dataFree;

  @Option(
      names = "--no-refit",
      description =
          "Leave weights and biases as factorised, without a fit to the original network.")
  private boolean noRefit;

  @Option(
      names = "--range",
      defaultValue = "mse",
      paramLabel = "RANGE",
      description = "Activation ranges: minmax, percentile or mse (default: ${DEFAULT-VALUE}).")
  private RangeMethod range;

  @Option(
      names = "--range-at",
      split = ",",
      paramLabel = "LAYER=RANGE",
      description = "Another range method for some layers, as `lowrank doctor` advises.")
  private Map<String, RangeMethod> rangeExceptions = Map.of();

  @Option(
      names = "--correct",
      defaultValue = "weights",
      paramLabel = "WHAT",
      description = {
        "What is corrected on the calibration data after rounding to nearest: weights (and biases),",
        "biases or none (default: ${DEFAULT-VALUE})."
      })
  private Correction correction;

  @Option(
      names = "--int16",
      split = ",",
      paramLabel = "LAYER",
      description = {
        "Layers with 16-bit outputs, after decomposition; factors: all values between the factors of",
        "a layer; or auto: raise the layers that lose most until at most --int16-drop is lost",
        "(default: none)."
      })
  private List<String> int16 = List.of();

  @Option(
      names = "--int16-drop",
      paramLabel = "P",
      description = {
        "Percentage points that --int16 auto lets the integer network lose against float on the",
        "calibration data: of accuracy, or of agreement with the original without --labels",
        "(default: 0.3)."
      })
  private Double int16Drop;

  /** Whether calibration data were named. */
  boolean calibrated() {
    return calibration != null;
  }

  /**
   * Refuses the options of a class that were given, because they mean nothing without calibration.
   */
  void refuseWithoutCalibration(Class<?> options) {
    for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
      if (option.userObject() instanceof Field field && field.getDeclaringClass() == options) {
        throw new CompileException(
            Fault.MISSING_OPTION, option.longestName(), "--calibration X.npy");
      }
    }
  }

  /** The calibration data. */
  private Dataset calibration(Network network) {
    if (samples < 1) {
      throw new CompileException(Fault.BAD_OPTION, "--samples", samples, "a number above 0");
    }
    return DataOptions.real(network, calibration, labels, "--labels")
        .orElseThrow(
            () ->
                new CompileException(
                    Fault.MISSING_OPTION, "quantising a float model", "--calibration X.npy"))
        .first(samples);
  }

  private Precision precision() {
    boolean automatic = int16.equals(List.of("auto"));
    if (int16Drop != null && !automatic) {
      throw new CompileException(Fault.MISSING_OPTION, "--int16-drop", "--int16 auto");
    }
    double drop = int16Drop == null ? DEFAULT_DROP : int16Drop;
    if (!(drop >= 0 && drop <= 100)) {
      throw new CompileException(
          Fault.BAD_OPTION, "--int16-drop", drop, "percentage points from 0 to 100");
    }
    return new Precision(automatic ? List.of() : int16, automatic, drop);
  }

  /** All of it, for a model that was read. */
  CompressOptions options(
      Network network, Optional<Target> target, Path output, SearchProgress progress) {
    return new CompressOptions(
        calibration(network),
        DataOptions.real(network, holdout, holdoutLabels, "--holdout-labels"),
        settings(target, output),
        progress);
  }

  /** Everything else. */
  private CompressionSettings settings(Optional<Target> target, Path output) {
    if (!(delta >= 0 && delta < 1)) {
      throw new CompileException(Fault.BAD_OPTION, "--delta", delta, "a share from 0 to below 1");
    }
    if (!(energy > 0 && energy <= 1)) {
      throw new CompileException(
          Fault.BAD_OPTION, "--energy", energy, "a share above 0 and at most 1");
    }
    return CompressionSettings.builder()
        .method(method)
        .ranks(budgets.ranks(ranks))
        .layers(layers)
        .maximumDrop(delta)
        .energyShare(energy)
        .dataAware(!dataFree)
        .refit(!noRefit)
        .range(range)
        .rangeExceptions(rangeExceptions)
        .correction(correction)
        .precision(precision())
        .search(budgets.search(target, output))
        .build();
  }
}
