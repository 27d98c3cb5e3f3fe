package lowrank.pipeline;

import java.util.Optional;
import lowrank.data.Labels;
import lowrank.decompose.Decomposer;
import lowrank.network.Network;
import lowrank.network.NetworkChecker;
import lowrank.network.Quantization;
import lowrank.network.RankPlan;
import lowrank.program.FixedNetwork;
import lowrank.provenance.Accuracy;
import lowrank.quantize.FixedNetworkBuilder;
import lowrank.quantize.Quantizer;
import lowrank.quantize.precision.MixedNetwork;
import lowrank.rank.SearchProgress;

/**
 * The float half, in order: choose ranks, decompose, check, calibrate, choose precisions, quantise,
 * measure. Everything is chosen on the calibration data; the hold-out data are only measured.
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
    Decomposer decomposer = new Decomposer();
    RankPlan plan = new RankChooser(network, calibration, settings, decomposer).choose(progress);
    Network decomposed = decomposer.apply(network, plan);
    NetworkChecker.check(decomposed);
    MixedNetwork mixed = new PrecisionChooser(network, decomposed, calibration, settings).choose();
    Network typed = mixed.network();
    Quantization quantization = Quantizer.quantize(typed, mixed.activations());
    FixedNetwork fixed = FixedNetworkBuilder.build(typed, quantization);
    Network measured = holdout.map(data -> withAccuracy(network, typed, fixed, data)).orElse(typed);
    return new Compressed(measured, quantization, fixed);
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
