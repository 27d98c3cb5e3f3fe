package lowrank.doctor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.fixed.QuantizedType;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.network.Quantization;
import lowrank.operator.WeightedOperator;
import lowrank.program.FixedNetwork;
import lowrank.quantize.ActivationStatistics;
import lowrank.quantize.CalibrationRun;
import lowrank.quantize.Correction;
import lowrank.quantize.FixedNetworkBuilder;
import lowrank.quantize.Quantizer;
import lowrank.quantize.RangeMethod;
import lowrank.quantize.ResponseCorrector;
import lowrank.quantize.precision.MixedNetwork;
import lowrank.quantize.precision.Widening;
import lowrank.tensor.ElementType;

/** Carries out repairs one at a time and measures each on the calibration data. */
final class RepairSearch {
  private static final double SMALLEST_GAIN = 1;
  private static final double LARGEST_LOSS = 0.5;

  private final Network network;
  private final RangeMethod method;
  private final FloatRun run;
  private final Function<String, Optional<Network>> undecomposed;
  private final ActivationStatistics statistics;
  private final Widening widening;

  /**
   * A search around one quantisation.
   *
   * @param method of all ranges that a repair does not change
   * @param undecomposed the network with one source layer left as it was; empty if it is so already
   */
  RepairSearch(
      Network network,
      RangeMethod method,
      FloatRun run,
      Function<String, Optional<Network>> undecomposed) {
    this.network = network;
    this.method = method;
    this.run = run;
    this.undecomposed = undecomposed;
    this.statistics = ActivationStatistics.collect(network, calibration(network));
    this.widening =
        new Widening(network, statistics.types(method), statistics.types(RangeMethod.MINMAX));
  }

  /** The network quantised with one method for all ranges. */
  Quantization quantize(RangeMethod everywhere) {
    return Quantizer.quantize(network, statistics.types(everywhere));
  }

  /** Output's signal-to-noise ratio with one method for all ranges, by method. */
  Map<String, Double> compareMethods() {
    Map<String, Double> ratios = new LinkedHashMap<>();
    for (RangeMethod everywhere : RangeMethod.values()) {
      Map<String, LayerSignal> signals = signals(network, quantize(everywhere));
      ratios.put(text(everywhere), signals.get(network.output()).snrDecibels());
    }
    return ratios;
  }

  /** The layer with every repair that applies, measured, and the advice that follows. */
  LayerDiagnosis repair(LayerDiagnosis layer, Map<String, LayerSignal> before) {
    List<Repair> repairs = new ArrayList<>();
    for (RangeMethod other : RangeMethod.values()) {
      if (other != method) {
        Map<String, RangeMethod> exception = Map.of(layer.name(), other);
        Quantization changed = Quantizer.quantize(network, statistics.types(method, exception));
        repairs.add(
            freeRepair(
                "--range-at " + layer.name() + "=" + text(other), changed, layer.name(), before));
      }
    }
    repairs.add(freeRepair("--correct weights", corrected(), layer.name(), before));
    wide(layer.name(), before).forEach(repairs::add);
    undecomposed(layer.name(), before).ifPresent(repairs::add);
    return layer.withRepairs(repairs, advice(repairs));
  }

  private Quantization corrected() {
    return ResponseCorrector.correct(
        network,
        quantize(method),
        calibration(network, ResponseCorrector.samples(network)),
        Correction.WEIGHTS);
  }

  private Repair freeRepair(
      String change, Quantization changed, String layer, Map<String, LayerSignal> before) {
    Map<String, LayerSignal> after = signals(network, changed);
    return compared(change, 0, after.get(layer), after.get(network.output()), layer, before);
  }

  /** In int16 the layer's output, what it reads, or both. */
  private List<Repair> wide(String layer, Map<String, LayerSignal> before) {
    Set<String> read = new LinkedHashSet<>(layer(layer).inputs());
    read.remove(network.input());
    Set<String> both = new LinkedHashSet<>(read);
    both.add(layer);
    return Stream.of(Set.of(layer), read, both)
        .filter(layers -> !layers.isEmpty())
        .distinct()
        .filter(layers -> layers.stream().allMatch(one -> widening.obstacle(one).isEmpty()))
        .flatMap(layers -> wide(layers, layer, before).stream())
        .toList();
  }

  /** Empty if sums could leave 32 bits. */
  private Optional<Repair> wide(Set<String> layers, String layer, Map<String, LayerSignal> before) {
    MixedNetwork mixed = widening.raise(layers);
    try {
      Map<String, LayerSignal> after =
          signals(mixed.network(), Quantizer.quantize(mixed.network(), mixed.activations()));
      return Optional.of(
          compared(
              "--int16 " + String.join(",", layers),
              raisedBytes(mixed),
              after.get(layer),
              after.get(network.output()),
              layer,
              before));
    } catch (CompileException e) {
      if (e.fault() == Fault.ACCUMULATOR_OVERFLOW) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static long raisedBytes(MixedNetwork mixed) {
    return mixed.network().shapes().entrySet().stream()
        .filter(value -> mixed.activations().get(value.getKey()).element() == ElementType.INT16)
        .mapToLong(value -> value.getValue().elements())
        .sum();
  }

  private Optional<Repair> undecomposed(String layer, Map<String, LayerSignal> before) {
    String source = source(layer);
    return undecomposed
        .apply(source)
        .map(
            whole -> {
              Map<String, QuantizedType> types =
                  ActivationStatistics.collect(whole, calibration(whole)).types(method);
              Map<String, LayerSignal> after = signals(whole, Quantizer.quantize(whole, types));
              return compared(
                  "leave " + source + " undecomposed",
                  bytes(whole) - bytes(network),
                  after.get(source),
                  after.get(whole.output()),
                  layer,
                  before);
            });
  }

  private static long bytes(Network network) {
    return network.layers().stream()
        .map(Layer::operator)
        .filter(WeightedOperator.class::isInstance)
        .mapToLong(operator -> ((WeightedOperator) operator).storedBytes())
        .sum();
  }

  private Repair compared(
      String change,
      long bytes,
      LayerSignal layerNow,
      LayerSignal outputNow,
      String layer,
      Map<String, LayerSignal> before) {
    double gain = layerNow.snrDecibels() - before.get(layer).snrDecibels();
    double loss = before.get(network.output()).snrDecibels() - outputNow.snrDecibels();
    boolean helps = gain >= SMALLEST_GAIN && loss <= LARGEST_LOSS;
    return new Repair(change, bytes, layerNow.snrDecibels(), outputNow.snrDecibels(), helps);
  }

  /** The repair that helps at the fewest bytes; among equals the one with the best output. */
  private static String advice(List<Repair> repairs) {
    return repairs.stream()
        .filter(Repair::helps)
        .min(
            Comparator.comparingLong(Repair::bytes)
                .thenComparing(Comparator.comparingDouble(Repair::outputDecibels).reversed()))
        .map(Repair::change)
        .orElse("no measured repair helps");
  }

  private String source(String name) {
    return layer(name).origin().sourceLayer();
  }

  private Layer layer(String name) {
    return network.layers().stream()
        .filter(layer -> layer.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private Map<String, LayerSignal> signals(Network subject, Quantization quantization) {
    FixedNetwork fixed = FixedNetworkBuilder.build(subject, quantization);
    return SignalMeter.measure(subject, fixed, run);
  }

  private CalibrationRun calibration(Network subject) {
    return calibration(subject, Integer.MAX_VALUE);
  }

  private CalibrationRun calibration(Network subject, int most) {
    return observer ->
        run.execute(subject, most, (samples, values) -> values.forEach(observer::see));
  }

  private static String text(RangeMethod method) {
    return method.name().toLowerCase(Locale.ROOT);
  }
}
