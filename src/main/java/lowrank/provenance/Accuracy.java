package lowrank.provenance;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Top-1 accuracy in percent on data that were only measured, never searched on.
 *
 * @param floating of the imported network; null if unmeasured, as the others
 * @param factorized of the decomposed network in float
 * @param fixed of the integer network
 */
public record Accuracy(@JsonProperty("float") Double floating, Double factorized, Double fixed) {
  /** Nothing was measured. */
  public static final Accuracy UNMEASURED = new Accuracy(null, null, null);
}
