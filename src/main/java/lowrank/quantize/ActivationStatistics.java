package lowrank.quantize;

import java.util.LinkedHashMap;
import java.util.Map;
import lowrank.fixed.QuantizedType;
import lowrank.network.Network;

/** Distributions of all activations, kept so that range methods can be compared value by value. */
public final class ActivationStatistics {
  private final TypeGroups groups;
  private final Map<String, Histogram> histograms;

  private ActivationStatistics(TypeGroups groups, Map<String, Histogram> histograms) {
    this.groups = groups;
    this.histograms = histograms;
  }

  /**
   * Looks at the calibration data.
   *
   * @param run executes {@code network}; asked once for the ranges and once for the distributions
   */
  public static ActivationStatistics collect(Network network, CalibrationRun run) {
    Map<String, Interval> intervals = new LinkedHashMap<>();
    run.execute(
        (value, elements) ->
            intervals.merge(value, Calibrator.interval(elements), Interval::union));
    Map<String, Histogram> histograms = new LinkedHashMap<>();
    intervals.forEach((value, interval) -> histograms.put(value, new Histogram(interval)));
    run.execute((value, elements) -> histograms.get(value).add(elements));
    return new ActivationStatistics(TypeGroups.of(network), histograms);
  }

  /** The types that {@link Calibrator#calibrate} gives. */
  public Map<String, QuantizedType> types(RangeMethod method) {
    return types(method, Map.of());
  }

  /**
   * Types with other methods for some values, and for those that must share their types.
   *
   * @param method of all other values
   * @param exceptions methods by value; a value that shares its type with several of them follows
   *     the last
   */
  public Map<String, QuantizedType> types(RangeMethod method, Map<String, RangeMethod> exceptions) {
    Map<String, RangeMethod> methods = new LinkedHashMap<>();
    exceptions.forEach(
        (value, theirs) -> groups.sharing(value).forEach(other -> methods.put(other, theirs)));
    Map<String, Interval> chosen = new LinkedHashMap<>();
    histograms.forEach(
        (value, histogram) ->
            chosen.put(value, methods.getOrDefault(value, method).choose(histogram)));
    return groups.resolve(chosen);
  }
}
