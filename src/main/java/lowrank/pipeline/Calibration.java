package lowrank.pipeline;

import lowrank.execute.FloatExecutor;
import lowrank.network.Network;
import lowrank.quantize.CalibrationRun;

/** Shows the quantiser every value of a float network on the calibration data. */
final class Calibration {
  private Calibration() {}

  static CalibrationRun of(Network network, Dataset data) {
    return observer -> {
      try (FloatExecutor executor = new FloatExecutor(network, network.shapes().keySet())) {
        executor.run(
            data.count(),
            data::real,
            (first, count, values) -> {
              FiniteValues.check(first, count, values);
              values.forEach(observer::see);
            });
      }
    };
  }
}
