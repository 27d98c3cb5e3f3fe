package lowrank.doctor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import lowrank.network.Network;
import lowrank.network.Quantization;
import lowrank.program.FixedNetwork;
import lowrank.quantize.FixedNetworkBuilder;
import lowrank.quantize.RangeMethod;

/** Measures the signals of a network on calibration data and looks for repairs of weak layers. */
public final class SignalExaminer {
  /** Layers for which repairs are measured: the weakest. */
  private static final int MOST_REPAIRED = 5;

  private final Network network;
  private final FloatRun run;
  private final double weakDecibels;
  private final RepairSearch search;
  private final RangeMethod method;

  /**
   * An examiner of one network.
   *
   * @param method of the ranges where the model has none of its own
   * @param weakDecibels layers with a lower signal-to-noise ratio are weak
   * @param undecomposed the network with one source layer left as it was; empty if it is so already
   */
  public SignalExaminer(
      Network network,
      RangeMethod method,
      FloatRun run,
      double weakDecibels,
      Function<String, Optional<Network>> undecomposed) {
    this.network = network;
    this.method = method;
    this.run = run;
    this.weakDecibels = weakDecibels;
    this.search = new RepairSearch(network, method, run, undecomposed);
  }

  /** The quantisation of a float model. */
  public Quantization quantize() {
    return search.quantize(method);
  }

  /** Output's signal-to-noise ratio with one method for all ranges, by method. */
  public Map<String, Double> compareMethods() {
    return search.compareMethods();
  }

  /**
   * The layers with their signals, and with repairs where they are weak.
   *
   * @param layers of the network, in order
   */
  public List<LayerDiagnosis> examine(List<LayerDiagnosis> layers, Quantization quantization) {
    FixedNetwork fixed = FixedNetworkBuilder.build(network, quantization);
    Map<String, LayerSignal> signals = SignalMeter.measure(network, fixed, run);
    Set<String> weakest = new HashSet<>();
    signals.entrySet().stream()
        .filter(entry -> entry.getValue().snrDecibels() < weakDecibels)
        .sorted(Comparator.comparingDouble(entry -> entry.getValue().snrDecibels()))
        .limit(MOST_REPAIRED)
        .forEach(entry -> weakest.add(entry.getKey()));
    List<LayerDiagnosis> examined = new ArrayList<>();
    for (LayerDiagnosis layer : layers) {
      LayerDiagnosis measured = layer.withSignal(signals.get(layer.name()), weakDecibels);
      examined.add(weakest.contains(layer.name()) ? search.repair(measured, signals) : measured);
    }
    return examined;
  }
}
