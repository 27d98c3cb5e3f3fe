package lowrank.network;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The layers of a network that can be decomposed, each with the method chosen for it, and those
 * with weights that cannot.
 *
 * @param method that was asked for, e.g. {@code auto}; a layer may get another one
 * @param curves in network order
 * @param obstacles for every other weighted layer the reason, by name, in network order
 */
public record RankCurves(String method, List<RankCurve> curves, Map<String, String> obstacles) {
  /** Copies both, keeping their order. */
  public RankCurves {
    curves = List.copyOf(curves);
    obstacles = Collections.unmodifiableMap(new LinkedHashMap<>(obstacles));
  }

  /** The curve of a layer; empty if the layer cannot be decomposed. */
  public Optional<RankCurve> curve(String layer) {
    return curves.stream().filter(curve -> curve.layer().equals(layer)).findFirst();
  }

  /** Names of the layers that can be decomposed, in network order. */
  public List<String> layers() {
    return curves.stream().map(RankCurve::layer).toList();
  }
}
