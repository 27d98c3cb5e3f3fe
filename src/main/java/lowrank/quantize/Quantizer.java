package lowrank.quantize;

import java.util.LinkedHashMap;
import java.util.Map;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.QuantizedWeights;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.network.Quantization;
import lowrank.operator.WeightedOperator;

/** Completes the types of the activations with integer weights. */
public final class Quantizer {
  private Quantizer() {}

  /**
   * Quantises every layer's weights for the given activation types.
   *
   * @param activations a type for every value of {@code network}
   */
  public static Quantization quantize(Network network, Map<String, QuantizedType> activations) {
    Map<String, QuantizedWeights> weights = new LinkedHashMap<>();
    for (Layer layer : network.layers()) {
      if (layer.operator() instanceof WeightedOperator operator) {
        float inputScale = activations.get(layer.inputs().get(0)).scale();
        weights.put(layer.name(), WeightQuantizer.quantize(operator, inputScale));
      }
    }
    return new Quantization(activations, weights);
  }
}
