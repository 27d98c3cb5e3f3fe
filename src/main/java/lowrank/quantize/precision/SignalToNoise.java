package lowrank.quantize.precision;

import java.util.LinkedHashMap;
import java.util.Map;
import lowrank.fixed.QuantizedType;
import lowrank.quantize.CalibrationRun;

/** How much of a value its type keeps: the power of the value over that of the rounding error. */
public final class SignalToNoise {
  private SignalToNoise() {}

  /**
   * Ratio in decibel for every value of a network, each quantised alone; infinite for a value that
   * is kept exactly.
   *
   * @param run shows every value on calibration data
   * @param types of every value
   */
  public static Map<String, Double> measure(CalibrationRun run, Map<String, QuantizedType> types) {
    Map<String, double[]> powers = new LinkedHashMap<>();
    run.execute(
        (value, elements) -> {
          double[] power = powers.computeIfAbsent(value, name -> new double[2]);
          QuantizedType type = types.get(value);
          for (float element : elements) {
            double error = (double) element - type.dequantize(type.quantize(element));
            power[0] += (double) element * element;
            power[1] += error * error;
          }
        });
    Map<String, Double> ratios = new LinkedHashMap<>();
    powers.forEach((value, power) -> ratios.put(value, decibel(power[0], power[1])));
    return ratios;
  }

  private static double decibel(double signal, double noise) {
    return noise == 0 ? Double.POSITIVE_INFINITY : 10 * StrictMath.log10(signal / noise);
  }
}
