package lowrank.pipeline;

import java.util.LinkedHashMap;
import java.util.Map;
import lowrank.fixed.QuantizedType;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.network.Quantization;
import lowrank.operator.Operator;
import lowrank.program.FixedNetwork;
import lowrank.quantize.FixedNetworkBuilder;
import lowrank.quantize.Quantizer;
import lowrank.quantize.precision.MixedNetwork;
import lowrank.quantize.precision.Widening;

/** Made-up scales for a float network, for what does not depend on them: counts and bytes. */
final class NominalQuantization {
  private NominalQuantization() {}

  /** In int8. */
  static Quantization of(Network network) {
    return Quantizer.quantize(network, types(network));
  }

  /** In integers, values between factors in 16 bits if {@code wideFactors}. */
  static FixedNetwork fixed(Network network, boolean wideFactors) {
    Map<String, QuantizedType> types = types(network);
    MixedNetwork mixed =
        wideFactors
            ? new Widening(network, types, types).raiseFactors()
            : new MixedNetwork(network, types);
    return FixedNetworkBuilder.build(
        mixed.network(), Quantizer.quantize(mixed.network(), mixed.activations()));
  }

  private static Map<String, QuantizedType> types(Network network) {
    Map<String, QuantizedType> types = new LinkedHashMap<>();
    network.shapes().keySet().forEach(value -> types.put(value, QuantizedType.int8(1 / 16f, 0)));
    for (Layer layer : network.layers()) {
      if (layer.operator().outputType() == Operator.OutputType.FIXED) {
        types.put(layer.name(), layer.operator().fixedOutputType());
      }
    }
    return types;
  }
}
