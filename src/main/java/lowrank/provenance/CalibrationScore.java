package lowrank.provenance;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How good a network is on the calibration data, which it was chosen on, unlike {@link Accuracy};
 * or how like the original on hold-out data without labels.
 *
 * @param measure {@value #ACCURACY} if the data have labels; {@value #AGREEMENT}, the share of
 *     decisions that are the imported network's, if not; {@value #VARIANCE}, how much of the
 *     imported network's outputs is reproduced, where outputs are no classes
 * @param samples that were measured
 * @param floating of the imported network in percent
 * @param factorized of the decomposed network in float
 * @param fixed of the integer network
 */
public record CalibrationScore(
    String measure,
    int samples,
    @JsonProperty("float") double floating,
    double factorized,
    double fixed) {
  /** Top-1 accuracy. */
  public static final String ACCURACY = "accuracy";

  /** Decisions that are the imported network's. */
  public static final String AGREEMENT = "agreement";

  /** One less the mean squared error over the variance. */
  public static final String VARIANCE = "explained variance";
}
