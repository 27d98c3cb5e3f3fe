package lowrank.pipeline;

/**
 * What the search for int16 layers measured on the calibration data.
 *
 * @param labelled whether the figures are accuracies; else agreement with the network as imported
 * @param floating of the decomposed network in float, in percent
 * @param int8 with all activations in int8
 * @param mixed with the layers that were raised
 */
public record PrecisionOutcome(boolean labelled, double floating, double int8, double mixed) {}
