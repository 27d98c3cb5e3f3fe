package lowrank.provenance;

import java.util.List;
import java.util.Optional;

/**
 * What was measured on the calibration data while a network was compressed.
 *
 * @param calibration null if unmeasured
 * @param search null if ranks were not searched under a budget
 * @param layers source layers of which something was measured, in network order
 */
public record Compression(
    CalibrationScore calibration, SearchLoss search, List<LayerMeasurement> layers) {
  /** Nothing was measured. */
  public static final Compression UNMEASURED = new Compression(null, null, List.of());

  /** Copies the list. */
  public Compression {
    layers = List.copyOf(layers);
  }

  /** What was measured of one source layer. */
  public Optional<LayerMeasurement> layer(String name) {
    return layers.stream().filter(measurement -> measurement.layer().equals(name)).findFirst();
  }
}
