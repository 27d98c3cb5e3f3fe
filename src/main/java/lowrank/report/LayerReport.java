package lowrank.report;

import java.util.List;
import lowrank.provenance.LayerMeasurement;

/**
 * A source layer and what became of it.
 *
 * @param outputError relative error of the decomposition as in {@code Origin}, 0 if it stands as it
 *     was
 * @param measured on calibration data
 * @param factors the layers that replace it, in order; itself if it was not decomposed
 */
public record LayerReport(
    String name,
    String kind,
    String shape,
    String method,
    List<Integer> ranks,
    long multipliesOriginal,
    long multiplies,
    long bytesOriginal,
    long bytes,
    double outputError,
    LayerMeasurement measured,
    List<FactorReport> factors) {
  /** Copies the lists. */
  public LayerReport {
    ranks = List.copyOf(ranks);
    factors = List.copyOf(factors);
  }
}
