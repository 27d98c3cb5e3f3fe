package lowrank.pipeline;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
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
import lowrank.rank.SearchProgress;
import lowrank.tensor.ElementType;

/** Chooses the type of every activation: int8 or, where the user wants it, int16. */
final class PrecisionChooser {
  private final Network original;
  private final Network network;
  private final Dataset calibration;
  private final Precision precision;
  private final SearchProgress progress;

  /**
   * Prepares the choice.
   *
   * @param original the network as imported, which tells the classes where there are no labels
   * @param network the same, decomposed
   */
  PrecisionChooser(
      Network original,
      Network network,
      Dataset calibration,
      Precision precision,
      SearchProgress progress) {
    this.original = original;
    this.network = network;
    this.calibration = calibration;
    this.precision = precision;
    this.progress = progress;
  }

  /**
   * The network with all types, and with requantisation where types meet.
   *
   * @param types int8 type of every value
   * @param build makes the integer network that a candidate stands for
   * @throws CompileException if the search finds nothing accurate enough
   */
  Choice choose(Map<String, QuantizedType> types, Function<MixedNetwork, FixedNetwork> build) {
    if (!precision.automatic() && precision.layers().isEmpty()) {
      return new Choice(new MixedNetwork(network, types), Optional.empty());
    }
    CalibrationRun run = Calibration.of(network, calibration);
    Widening widening = widening(network, run, types);
    return precision.automatic()
        ? search(widening, SignalToNoise.measure(run, types), build)
        : new Choice(widening.raise(named(widening)), Optional.empty());
  }

  /** The layers that the user named, with those that a name stands for. */
  private Set<String> named(Widening widening) {
    Set<String> named = new LinkedHashSet<>();
    for (String layer : precision.layers()) {
      if (layer.equals(Precision.FACTORS)) {
        named.addAll(widening.betweenFactors());
      } else {
        named.add(layer);
      }
    }
    return named;
  }

  /**
   * As far as it is known while ranks are searched: int16 between factors, if that was asked for.
   */
  static MixedNetwork whileSearching(
      Network network, CalibrationRun run, Map<String, QuantizedType> types, Precision precision) {
    if (!precision.factors()) {
      return new MixedNetwork(network, types);
    }
    return widening(network, run, types).raiseFactors();
  }

  private static Widening widening(
      Network network, CalibrationRun run, Map<String, QuantizedType> types) {
    return new Widening(network, types, Calibrator.calibrate(network, run, RangeMethod.MINMAX));
  }

  private Choice search(
      Widening widening, Map<String, Double> ratios, Function<MixedNetwork, FixedNetwork> build) {
    Score score = Score.of(original, calibration);
    double floating = score.of(network);
    double enough = floating - precision.maximumDrop();
    PrecisionSearch.Outcome found =
        new PrecisionSearch(
                network,
                widening,
                ratios,
                mixed -> measured(mixed, build.apply(mixed), score, enough))
            .search(enough);
    if (found.accuracy() < enough) {
      throw new CompileException(
          Fault.INT16_DROP,
          precision.maximumDrop(),
          percent(floating),
          percent(found.narrowAccuracy()),
          percent(found.accuracy()));
    }
    PrecisionOutcome outcome =
        new PrecisionOutcome(score.measure(), floating, found.narrowAccuracy(), found.accuracy());
    return new Choice(widening.raise(found.layers()), Optional.of(outcome));
  }

  private double measured(MixedNetwork mixed, FixedNetwork fixed, Score score, double enough) {
    double accuracy = score.of(fixed);
    long wide =
        mixed.activations().values().stream()
            .filter(type -> type.element() == ElementType.INT16)
            .count();
    progress.measured("int16", List.of(Math.toIntExact(wide)), accuracy, accuracy >= enough);
    return accuracy;
  }

  private static String percent(double value) {
    return String.format(Locale.ROOT, "%.2f %%", value);
  }

  /**
   * A network with all its types.
   *
   * @param outcome what the search measured; empty if there was none
   */
  record Choice(MixedNetwork network, Optional<PrecisionOutcome> outcome) {}
}
