package lowrank.importer;

import java.util.List;
import java.util.Map;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.operator.WeightedOperator;
import lowrank.provenance.SourceLayer;
import lowrank.tensor.Shape;

/** The record of an imported network's layers, taken before anything is decomposed. */
public final class SourceLayers {
  /** Requantisation multiplier (int32), shift (int8) and bias (int32) of one output channel. */
  private static final int BYTES_PER_CHANNEL = 4 + 1 + 4;

  private SourceLayers() {}

  /** One entry for each layer, in order. */
  public static List<SourceLayer> of(Network network) {
    Map<String, Shape> shapes = network.shapes();
    return network.layers().stream().map(layer -> of(layer, shapes)).toList();
  }

  private static SourceLayer of(Layer layer, Map<String, Shape> shapes) {
    long multiplies = layer.operator().multiplies(Network.inputShapes(layer, shapes));
    long parameters = layer.operator().parameters();
    if (layer.operator() instanceof WeightedOperator weighted) {
      long bytes = weighted.weights().size() + (long) BYTES_PER_CHANNEL * weighted.outputChannels();
      return new SourceLayer(
          layer.name(), weighted.kind(), weighted.weightShape(), multiplies, parameters, bytes);
    }
    return new SourceLayer(layer.name(), layer.operator().kind(), "", multiplies, parameters, 0);
  }
}
