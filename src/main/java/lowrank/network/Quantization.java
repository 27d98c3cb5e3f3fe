package lowrank.network;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.QuantizedWeights;

/**
 * How a network is quantised: with the network itself, all that the integer half needs.
 *
 * @param activations type of every value, the input included, by name
 * @param weights integer weights of every layer that has any, by layer name
 */
public record Quantization(
    Map<String, QuantizedType> activations, Map<String, QuantizedWeights> weights) {
  /** Copies the maps, keeping their order. */
  public Quantization {
    activations = Collections.unmodifiableMap(new LinkedHashMap<>(activations));
    weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
  }
}
