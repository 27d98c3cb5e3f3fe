package lowrank.pipeline;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import lowrank.data.Labels;
import lowrank.fixed.QuantizedType;
import lowrank.network.Network;
import lowrank.program.FixedNetwork;
import lowrank.quantize.CalibrationRun;
import lowrank.quantize.Calibrator;
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
  private final Precision precision;

  /**
   * Prepares the choice.
   *
   * @param original the network as imported, which tells the classes where there are no labels
   * @param network the same, decomposed
   */
  PrecisionChooser(Network original, Network network, Dataset calibration, Precision precision) {
    this.original = original;
    this.network = network;
    this.calibration = calibration;
    this.precision = precision;
  }

  /**
   * The network with all types, and with requantisation where types meet.
   *
   * @param types int8 type of every value
   * @param build makes the integer network that a candidate stands for
   */
  MixedNetwork choose(
      Map<String, QuantizedType> types, Function<MixedNetwork, FixedNetwork> build) {
    if (!precision.automatic() && precision.layers().isEmpty()) {
      return new MixedNetwork(network, types);
    }
    CalibrationRun run = Calibration.of(network, calibration);
    Map<String, QuantizedType> ranges = Calibrator.calibrate(network, run, RangeMethod.MINMAX);
    Widening widening = new Widening(network, types, ranges);
    Set<String> layers =
        precision.automatic()
            ? search(widening, SignalToNoise.measure(run, types), build)
            : new LinkedHashSet<>(precision.layers());
    return widening.raise(layers);
  }

  private Set<String> search(
      Widening widening, Map<String, Double> ratios, Function<MixedNetwork, FixedNetwork> build) {
    Labels labels =
        calibration.labels().orElseGet(() -> Labels.of(Decisions.of(original, calibration)));
    double floating = Decisions.accuracy(Decisions.of(network, calibration), labels);
    PrecisionSearch search =
        new PrecisionSearch(
            network,
            widening,
            ratios,
            mixed -> Decisions.accuracy(Decisions.of(build.apply(mixed), calibration), labels));
    return search.search(floating - precision.maximumDrop());
  }
}
