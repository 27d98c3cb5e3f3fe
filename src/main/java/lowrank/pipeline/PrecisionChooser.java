package lowrank.pipeline;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import lowrank.data.Labels;
import lowrank.fixed.QuantizedType;
import lowrank.network.Network;
import lowrank.quantize.CalibrationRun;
import lowrank.quantize.Calibrator;
import lowrank.quantize.FixedNetworkBuilder;
import lowrank.quantize.Quantizer;
import lowrank.quantize.RangeMethod;
import lowrank.quantize.precision.MixedNetwork;
import lowrank.quantize.precision.PrecisionSearch;
import lowrank.quantize.precision.SignalToNoise;
import lowrank.quantize.precision.Widening;

/** Chooses the type of every activation: int8 or, where the user wants it, int16. */
final class PrecisionChooser {
  private final Network original;
  private final Network network;
  private final Dataset calibration;
  private final CompressionSettings settings;

  /**
   * Prepares the choice.
   *
   * @param original the network as imported, which tells the classes where there are no labels
   * @param network the same, decomposed
   */
  PrecisionChooser(
      Network original, Network network, Dataset calibration, CompressionSettings settings) {
    this.original = original;
    this.network = network;
    this.calibration = calibration;
    this.settings = settings;
  }

  /** The network with all types, and with requantisation where types meet. */
  MixedNetwork choose() {
    CalibrationRun run = Calibration.of(network, calibration);
    Map<String, QuantizedType> types = Calibrator.calibrate(network, run, settings.range());
    Precision precision = settings.precision();
    if (!precision.automatic() && precision.layers().isEmpty()) {
      return new MixedNetwork(network, types);
    }
    Map<String, QuantizedType> ranges =
        settings.range() == RangeMethod.MINMAX
            ? new LinkedHashMap<>(types)
            : Calibrator.calibrate(network, run, RangeMethod.MINMAX);
    Widening widening = new Widening(network, types, ranges);
    Set<String> layers =
        precision.automatic()
            ? search(widening, run, types)
            : new LinkedHashSet<>(precision.layers());
    return widening.raise(layers);
  }

  private Set<String> search(
      Widening widening, CalibrationRun run, Map<String, QuantizedType> types) {
    Labels labels =
        calibration.labels().orElseGet(() -> Labels.of(Decisions.of(original, calibration)));
    double floating = Decisions.accuracy(Decisions.of(network, calibration), labels);
    PrecisionSearch search =
        new PrecisionSearch(
            network,
            widening,
            SignalToNoise.measure(run, types),
            mixed -> Decisions.accuracy(decisions(mixed), labels));
    return search.search(floating - settings.precision().maximumDrop());
  }

  private int[] decisions(MixedNetwork mixed) {
    return Decisions.of(
        FixedNetworkBuilder.build(
            mixed.network(), Quantizer.quantize(mixed.network(), mixed.activations())),
        calibration);
  }
}
