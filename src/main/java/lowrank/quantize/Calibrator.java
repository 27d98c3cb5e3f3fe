package lowrank.quantize;

import java.util.LinkedHashMap;
import java.util.Map;
import lowrank.fixed.QuantizedType;
import lowrank.network.Network;

/** Chooses the type of every activation from calibration data. */
public final class Calibrator {
  private Calibrator() {}

  /**
   * Scale and zero point of every value: from its range on the calibration data, or from the
   * operator where that fixes it, and one type for values that are only moved.
   *
   * @param run executes {@code network}; asked once for the ranges and once for the distributions
   */
  public static Map<String, QuantizedType> calibrate(
      Network network, CalibrationRun run, RangeMethod method) {
    Map<String, Interval> intervals = new LinkedHashMap<>();
    run.execute((value, elements) -> intervals.merge(value, interval(elements), Interval::union));
    if (method != RangeMethod.MINMAX) {
      Map<String, Histogram> histograms = new LinkedHashMap<>();
      intervals.forEach((value, interval) -> histograms.put(value, new Histogram(interval)));
      run.execute((value, elements) -> histograms.get(value).add(elements));
      histograms.forEach((value, histogram) -> intervals.put(value, method.choose(histogram)));
    }
    return TypeGroups.of(network).resolve(intervals);
  }

  /** The smallest interval with 0 and all elements. */
  static Interval interval(float[] elements) {
    float minimum = 0;
    float maximum = 0;
    for (float element : elements) {
      minimum = Math.min(minimum, element);
      maximum = Math.max(maximum, element);
    }
    return new Interval(minimum, maximum);
  }
}
