package lowrank.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lowrank.fixed.QuantizedWeights;
import lowrank.kernel.ConvolutionKernel;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.network.Quantization;
import lowrank.operator.WeightedOperator;
import lowrank.program.FixedLayer;
import lowrank.program.FixedNetwork;
import lowrank.quantize.AccumulatorBound;

/** Examines every layer for what can be said without running the network. */
public final class LayerExaminer {
  private LayerExaminer() {}

  /**
   * Findings on all layers in order, without signals.
   *
   * @param quantization real or nominal; only its integer weights are looked at
   * @param fixed the network in integers with its real scales; if empty, bounds leave out the bias
   *     and hold for every zero point
   */
  public static List<LayerDiagnosis> examine(
      Network network, Quantization quantization, Optional<FixedNetwork> fixed) {
    List<LayerDiagnosis> layers = new ArrayList<>();
    for (int i = 0; i < network.layers().size(); i++) {
      Layer layer = network.layers().get(i);
      Optional<FixedLayer> integers = Optional.empty();
      if (fixed.isPresent()) {
        integers = Optional.of(fixed.get().layers().get(i));
      }
      layers.add(examine(layer, quantization.weights(), integers));
    }
    return layers;
  }

  private static LayerDiagnosis examine(
      Layer layer, Map<String, QuantizedWeights> weights, Optional<FixedLayer> fixed) {
    String kind = layer.operator().kind();
    if (!(layer.operator() instanceof WeightedOperator operator)) {
      return new LayerDiagnosis(
          layer.name(), kind, "", null, null, null, null, false, List.of(), "");
    }
    QuantizedWeights quantized = weights.get(layer.name());
    long bound =
        fixed
            .map(FixedLayer::kernel)
            .filter(ConvolutionKernel.class::isInstance)
            .map(kernel -> AccumulatorBound.bound((ConvolutionKernel) kernel))
            .orElseGet(
                () -> WeightExaminer.productBound(quantized.weights(), operator.outputChannels()));
    return new LayerDiagnosis(
        layer.name(),
        kind,
        operator.weightShape(),
        new WeightExaminer(operator, quantized).examine(),
        bound,
        headroom(bound),
        null,
        false,
        List.of(),
        "");
  }

  private static double headroom(long bound) {
    return StrictMath.log((double) Integer.MAX_VALUE / Math.max(1, bound)) / StrictMath.log(2);
  }
}
