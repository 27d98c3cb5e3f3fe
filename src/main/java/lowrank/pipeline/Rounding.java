package lowrank.pipeline;

import lowrank.network.Network;
import lowrank.network.Quantization;
import lowrank.quantize.Correction;
import lowrank.quantize.Quantizer;
import lowrank.quantize.ResponseCorrector;
import lowrank.quantize.precision.MixedNetwork;

/** From types to integers: weights to nearest, then corrected on calibration data. */
final class Rounding {
  private Rounding() {}

  /** The integers of a network whose types are known. */
  static Quantization quantize(MixedNetwork mixed, Dataset calibration, Correction correction) {
    Network network = mixed.network();
    Quantization nearest = Quantizer.quantize(network, mixed.activations());
    Dataset seen = calibration.spread(ResponseCorrector.samples(network));
    return ResponseCorrector.correct(network, nearest, Calibration.of(network, seen), correction);
  }
}
