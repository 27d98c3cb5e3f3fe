package lowrank.provenance;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * What was measured while a network was compressed, on data without labels or on the calibration
 * data.
 *
 * @param calibration null if unmeasured
 * @param search null if ranks were not searched under a budget
 * @param layers source layers of which something was measured, in network order
 * @param holdout on data that were only measured and had no labels; null if unmeasured
 */
public record Compression(
    CalibrationScore calibration,
    SearchLoss search,
    List<LayerMeasurement> layers,
    @JsonInclude(JsonInclude.Include.NON_NULL) CalibrationScore holdout) {
  /** Nothing was measured. */
  public static final Compression UNMEASURED = new Compression(null, null, List.of(), null);

  /** Copies the list. */
  public Compression {
    layers = List.copyOf(layers);
  }

  /** The same with what hold-out data without labels gave. */
  public Compression withHoldout(CalibrationScore measured) {
    return new Compression(calibration, search, layers, measured);
  }

  /** What was measured of one source layer. */
  public Optional<LayerMeasurement> layer(String name) {
    return layers.stream().filter(measurement -> measurement.layer().equals(name)).findFirst();
  }
}
