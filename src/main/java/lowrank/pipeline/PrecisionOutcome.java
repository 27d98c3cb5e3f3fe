package lowrank.pipeline;

/**
 * What the search for int16 layers measured on the calibration data.
 *
 * @param measure what the figures are: a constant of {@code CalibrationScore}
 * @param floating of the decomposed network in float, in percent
 * @param int8 with all activations in int8
 * @param mixed with the layers that were raised
 */
public record PrecisionOutcome(String measure, double floating, double int8, double mixed) {}
