package lowrank.patch;

import java.util.Map;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.operator.Conv2d;
import lowrank.operator.Dense;
import lowrank.operator.WeightedOperator;
import lowrank.tensor.Shape;

/**
 * How many patches a fit of weights to data needs: with about as many patches as weights it learns
 * them by heart, and errors on other data grow from layer to layer.
 */
public final class PatchNeeds {
  /** Fewest patches for each weight of an output. */
  public static final int PER_WEIGHT = 2;

  private PatchNeeds() {}

  /**
   * Inputs that show every convolution and dense layer {@value #PER_WEIGHT} patches for each weight
   * of an output channel, of the pixels that {@link PatchReader} reads.
   */
  public static int inputs(Network network) {
    Map<String, Shape> shapes = network.shapes();
    int most = 1;
    for (Layer layer : network.layers()) {
      if (layer.operator() instanceof Conv2d || layer.operator() instanceof Dense) {
        WeightedOperator operator = (WeightedOperator) layer.operator();
        Shape output = shapes.get(layer.name());
        int pixels = Math.min(PatchReader.PIXELS, output.elements() / output.channels());
        int weights = operator.weights().size() / operator.outputChannels();
        most = Math.max(most, (PER_WEIGHT * weights + pixels - 1) / pixels);
      }
    }
    return most;
  }
}
