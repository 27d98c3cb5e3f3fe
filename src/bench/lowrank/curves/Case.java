package lowrank.curves;

import java.util.List;

/**
 * A network with the data that ranks are chosen on and the data that are only measured.
 *
 * @param name of the rows
 * @param model and {@code options}: arguments of {@code lowrank compress}, preprocessing included
 * @param calibration samples to choose on, with {@code labels}
 * @param count of calibration samples
 * @param holdout samples to measure, with {@code holdoutLabels}; without labels for outputs that
 *     are no classes, of which the share of variance is measured
 * @param uniform the method of the rows with one share of the multiplies for all layers
 */
record Case(
    String name,
    String model,
    List<String> options,
    String calibration,
    String labels,
    int count,
    String holdout,
    String holdoutLabels,
    String uniform) {
  /** Whether the outputs are classes. */
  boolean classifies() {
    return !holdoutLabels.isEmpty();
  }
}
