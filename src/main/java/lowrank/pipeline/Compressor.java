package lowrank.pipeline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import lowrank.data.Labels;
import lowrank.decompose.ActivationRun;
import lowrank.decompose.AsymmetricRefit;
import lowrank.decompose.Decomposer;
import lowrank.decompose.InputStatistics;
import lowrank.decompose.QuantizationGauge;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.fixed.QuantizedType;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.network.NetworkChecker;
import lowrank.network.Quantization;
import lowrank.network.RankPlan;
import lowrank.provenance.Accuracy;
import lowrank.provenance.CalibrationScore;
import lowrank.provenance.Compression;
import lowrank.provenance.LayerMeasurement;
import lowrank.provenance.Origin;
import lowrank.provenance.Provenance;
import lowrank.quantize.ActivationStatistics;
import lowrank.quantize.CalibrationRun;
import lowrank.quantize.Calibrator;
import lowrank.quantize.FixedNetworkBuilder;
import lowrank.quantize.precision.MixedNetwork;
import lowrank.rank.SearchProgress;

/**
 * The float half, in order: measure inputs, choose ranks, decompose, refit, choose the gauge,
 * check, calibrate, choose precisions, quantise, correct, measure. Everything is chosen on the
 * calibration data; the hold-out data are only measured.
 */
public final class Compressor {
  /** Calibration samples on which the outcome is measured. */
  private static final int SCORED = 256;

  /** Layers that a warning names. */
  private static final int NAMED = 3;

  private Compressor() {}

  /**
   * Compresses a network.
   *
   * @param calibration samples from which ranks and ranges are chosen
   * @param holdout samples that are only measured: accuracy with labels, else agreement
   */
  public static Compressed compress(
      Network network,
      Dataset calibration,
      Optional<Dataset> holdout,
      CompressionSettings settings,
      SearchProgress progress) {
    RankRequest.check(network, settings);
    ActivationRun run = new CalibrationActivations(calibration);
    boolean aware = settings.dataAware() && !settings.method().equals(Origin.NONE);
    InputStatistics statistics =
        aware ? InputStatistics.collect(network, run) : InputStatistics.NONE;
    warnOfFewPatches(statistics, progress);
    Decomposer decomposer = new Decomposer(statistics);
    Function<Network, QuantizationGauge.Settled> settle =
        decomposed -> {
          boolean refit = settings.refit() && !decomposed.layers().equals(network.layers());
          return QuantizationGauge.settle(
              refit ? AsymmetricRefit.refit(network, decomposed, run, statistics) : decomposed,
              run);
        };
    RankChooser chooser =
        new RankChooser(
            network,
            calibration,
            settings,
            decomposer,
            statistics,
            decomposed ->
                quantized(
                        network,
                        settle.apply(decomposed).network(),
                        calibration,
                        settings,
                        progress)
                    .fixed());
    Optional<RankPlan> plan = Optional.of(chooser.choose(progress));
    Compressed compressed = null;
    QuantizationGauge.Settled settled = null;
    while (plan.isPresent()) {
      settled = settle.apply(decomposer.apply(network, plan.get()));
      compressed = quantized(network, settled.network(), calibration, settings, progress);
      plan = chooser.corrected(compressed);
    }
    chooser.writeFront();
    Compression measured =
        new Compression(
            score(network, compressed, calibration.spread(SCORED)),
            chooser.loss(compressed.network()).orElse(null),
            measurements(network, statistics, settled.noise()),
            null);
    return measured(network, compressed.with(measured), holdout, chooser.outcome());
  }

  /** Refuses nothing, but says where covariances hang on their ridge. */
  private static void warnOfFewPatches(InputStatistics statistics, SearchProgress progress) {
    List<String> few =
        statistics.measurements().stream()
            .filter(layer -> layer.patches() < layer.patchLength())
            .map(
                layer ->
                    String.format(
                        Locale.ROOT,
                        "%s has %d patches for %d inputs (ridge %.3g)",
                        layer.layer(),
                        layer.patches(),
                        layer.patchLength(),
                        layer.ridge()))
            .toList();
    if (!few.isEmpty()) {
      progress.warning(
          "too few calibration inputs for some covariances: "
              + String.join(", ", few.subList(0, Math.min(few.size(), NAMED)))
              + (few.size() > NAMED ? " and " + (few.size() - NAMED) + " more" : "")
              + "; what they never show is held by the ridge alone; give more samples");
    }
  }

  /** Accuracy or agreement, all three on the same samples. */
  private static CalibrationScore score(Network original, Compressed compressed, Dataset data) {
    Score score = Score.of(original, data);
    return new CalibrationScore(
        score.measure(),
        data.count(),
        score.of(original),
        score.of(compressed.network()),
        score.of(compressed.fixed()));
  }

  /** What statistics and gauge tell of each layer of the imported network. */
  private static List<LayerMeasurement> measurements(
      Network network, InputStatistics statistics, List<QuantizationGauge.ChainNoise> chains) {
    Map<String, LayerMeasurement> measured = new LinkedHashMap<>();
    for (Layer layer : network.layers()) {
      measured.put(layer.name(), null);
    }
    statistics.measurements().forEach(layer -> measured.put(layer.layer(), layer));
    for (QuantizationGauge.ChainNoise chain : chains) {
      LayerMeasurement inputs =
          Optional.ofNullable(measured.get(chain.layer()))
              .orElse(new LayerMeasurement(chain.layer(), null, null, null, null, null));
      measured.put(chain.layer(), inputs.withNoise(chain.before(), chain.after()));
    }
    return measured.values().stream().filter(Objects::nonNull).toList();
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
                        candidate.network(),
                        Rounding.quantize(candidate, calibration, settings.correction())));
    MixedNetwork mixed = choice.network();
    Quantization quantization = Rounding.quantize(mixed, calibration, settings.correction());
    return new Compressed(
        mixed.network(),
        quantization,
        FixedNetworkBuilder.build(mixed.network(), quantization),
        choice.outcome(),
        Optional.empty());
  }

  private static Compressed measured(
      Network original,
      Compressed compressed,
      Optional<Dataset> holdout,
      Optional<SearchOutcome> search) {
    return new Compressed(
        holdout.map(data -> withHoldout(original, compressed, data)).orElse(compressed.network()),
        compressed.quantization(),
        compressed.fixed(),
        compressed.precision(),
        search);
  }

  private static Map<String, QuantizedType> types(
      Network network, CalibrationRun run, CompressionSettings settings) {
    return settings.rangeExceptions().isEmpty()
        ? Calibrator.calibrate(network, run, settings.range())
        : exceptional(network, run, settings);
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

  private static Network withHoldout(Network original, Compressed compressed, Dataset data) {
    Network decomposed = compressed.network();
    if (data.labels().isEmpty()) {
      Provenance provenance = decomposed.provenance();
      CalibrationScore score = score(original, compressed, data);
      return decomposed.withProvenance(
          provenance.withCompression(provenance.compression().withHoldout(score)));
    }
    Labels labels = data.labels().get();
    Accuracy accuracy =
        new Accuracy(
            Decisions.accuracy(Decisions.of(original, data), labels),
            Decisions.accuracy(Decisions.of(decomposed, data), labels),
            Decisions.accuracy(Decisions.of(compressed.fixed(), data), labels));
    return decomposed.withProvenance(decomposed.provenance().withAccuracy(accuracy));
  }
}
