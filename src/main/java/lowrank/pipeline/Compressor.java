package lowrank.pipeline;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lowrank.data.Labels;
import lowrank.decompose.ActivationRun;
import lowrank.decompose.AsymmetricRefit;
import lowrank.decompose.Decomposer;
import lowrank.decompose.InputStatistics;
import lowrank.decompose.QuantizationGauge;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.fixed.QuantizedType;
import lowrank.network.Network;
import lowrank.network.NetworkChecker;
import lowrank.network.Quantization;
import lowrank.network.RankPlan;
import lowrank.program.FixedNetwork;
import lowrank.provenance.Accuracy;
import lowrank.provenance.Origin;
import lowrank.quantize.ActivationStatistics;
import lowrank.quantize.BiasCorrector;
import lowrank.quantize.CalibrationRun;
import lowrank.quantize.Calibrator;
import lowrank.quantize.FixedNetworkBuilder;
import lowrank.quantize.Quantizer;
import lowrank.quantize.precision.MixedNetwork;
import lowrank.rank.SearchProgress;

/**
 * The float half, in order: measure inputs, choose ranks, decompose, refit, choose the gauge,
 * check, calibrate, choose precisions, quantise, correct biases, measure. Everything is chosen on
 * the calibration data; the hold-out data are only measured.
 */
public final class Compressor {
  private Compressor() {}

  /**
   * Compresses a network.
   *
   * @param calibration samples from which ranks and ranges are chosen
   * @param holdout labelled samples that are only measured
   */
  public static Compressed compress(
      Network network,
      Dataset calibration,
      Optional<Dataset> holdout,
      CompressionSettings settings,
      SearchProgress progress) {
    ActivationRun run = new CalibrationActivations(calibration);
    boolean aware = settings.dataAware() && !settings.method().equals(Origin.NONE);
    InputStatistics statistics =
        aware ? InputStatistics.collect(network, run) : InputStatistics.NONE;
    Decomposer decomposer = new Decomposer(statistics);
    RankChooser chooser = new RankChooser(network, calibration, settings, decomposer, statistics);
    Optional<RankPlan> plan = Optional.of(chooser.choose(progress));
    Compressed compressed = null;
    while (plan.isPresent()) {
      Network decomposed = decomposer.apply(network, plan.get());
      boolean refit = settings.refit() && !decomposed.layers().equals(network.layers());
      compressed =
          quantized(
              network,
              QuantizationGauge.settle(
                  refit ? AsymmetricRefit.refit(network, decomposed, run, statistics) : decomposed,
                  run),
              calibration,
              settings,
              progress);
      plan = chooser.corrected(compressed.fixed());
    }
    return measured(network, compressed, holdout);
  }

  private static Compressed quantized(
      Network original,
      Network decomposed,
      Dataset calibration,
      CompressionSettings settings,
      SearchProgress progress) {
    NetworkChecker.check(decomposed);
    PrecisionChooser.Choice choice =
        new PrecisionChooser(original, decomposed, calibration, settings.precision(), progress)
            .choose(
                types(decomposed, Calibration.of(decomposed, calibration), settings),
                candidate ->
                    FixedNetworkBuilder.build(
                        candidate.network(), quantize(candidate, calibration, settings)));
    MixedNetwork mixed = choice.network();
    Quantization quantization = quantize(mixed, calibration, settings);
    return new Compressed(
        mixed.network(),
        quantization,
        FixedNetworkBuilder.build(mixed.network(), quantization),
        choice.outcome());
  }

  private static Compressed measured(
      Network original, Compressed compressed, Optional<Dataset> holdout) {
    return holdout
        .map(
            data ->
                new Compressed(
                    withAccuracy(original, compressed.network(), compressed.fixed(), data),
                    compressed.quantization(),
                    compressed.fixed(),
                    compressed.precision()))
        .orElse(compressed);
  }

  private static Map<String, QuantizedType> types(
      Network network, CalibrationRun run, CompressionSettings settings) {
    return settings.rangeExceptions().isEmpty()
        ? Calibrator.calibrate(network, run, settings.range())
        : exceptional(network, run, settings);
  }

  private static Quantization quantize(
      MixedNetwork mixed, Dataset calibration, CompressionSettings settings) {
    Network network = mixed.network();
    Quantization quantization = Quantizer.quantize(network, mixed.activations());
    return settings.correctBiases()
        ? BiasCorrector.correct(network, quantization, Calibration.of(network, calibration))
        : quantization;
  }

  private static Map<String, QuantizedType> exceptional(
      Network network, CalibrationRun run, CompressionSettings settings) {
    Set<String> values = network.shapes().keySet();
    for (String value : settings.rangeExceptions().keySet()) {
      if (!values.contains(value)) {
        throw new CompileException(
            Fault.BAD_OPTION, "--range-at", value, "one of " + String.join(", ", values));
      }
    }
    return ActivationStatistics.collect(network, run)
        .types(settings.range(), settings.rangeExceptions());
  }

  private static Network withAccuracy(
      Network original, Network decomposed, FixedNetwork fixed, Dataset data) {
    Labels labels = data.labels().orElseThrow();
    Accuracy accuracy =
        new Accuracy(
            Decisions.accuracy(Decisions.of(original, data), labels),
            Decisions.accuracy(Decisions.of(decomposed, data), labels),
            Decisions.accuracy(Decisions.of(fixed, data), labels));
    return decomposed.withProvenance(decomposed.provenance().withAccuracy(accuracy));
  }
}
