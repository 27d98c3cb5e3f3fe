package lowrank.quantize.precision;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import lowrank.fixed.QuantizedType;
import lowrank.network.Network;

/**
 * A network with the types of all its values.
 *
 * @param activations type of every value, the input included, by name
 */
public record MixedNetwork(Network network, Map<String, QuantizedType> activations) {
  /** Copies the map, keeping its order. */
  public MixedNetwork {
    activations = Collections.unmodifiableMap(new LinkedHashMap<>(activations));
  }
}
