package lowrank.provenance;

/**
 * What the search under a budget predicted of its answer, and what was measured.
 *
 * @param unit {@value #DIVERGENCE} or {@value #ERROR}
 * @param inputs calibration inputs on which losses are measured
 * @param predicted sum over the layers, each alone replaced, corrected where the search measured
 *     them together: small networks refitted, others not
 * @param measured with all layers replaced at once, before any refit
 * @param refitted of the finished network in float
 */
public record SearchLoss(
    String unit, int inputs, double predicted, double measured, double refitted) {
  /** Mean Kullback-Leibler divergence of the class probabilities, in nats. */
  public static final String DIVERGENCE = "divergence";

  /** Mean squared error over the variance of the outputs. */
  public static final String ERROR = "relative squared error";
}
