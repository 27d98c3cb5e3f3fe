package lowrank.pipeline;

import java.util.LinkedHashMap;
import java.util.Map;
import lowrank.fixed.QuantizedType;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.network.Quantization;
import lowrank.operator.Operator;
import lowrank.quantize.Quantizer;

/** Made-up scales for a float network, for what does not depend on them: counts and bytes. */
final class NominalQuantization {
  private NominalQuantization() {}

  static Quantization of(Network network) {
    Map<String, QuantizedType> types = new LinkedHashMap<>();
    network.shapes().keySet().forEach(value -> types.put(value, QuantizedType.int8(1 / 16f, 0)));
    for (Layer layer : network.layers()) {
      if (layer.operator().outputType() == Operator.OutputType.FIXED) {
        types.put(layer.name(), layer.operator().fixedOutputType());
      }
    }
    return Quantizer.quantize(network, types);
  }
}
