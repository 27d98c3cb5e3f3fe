package lowrank.decompose;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.operator.Conv2d;
import lowrank.operator.WeightedOperator;
import lowrank.tensor.Shape;

/**
 * Refits every layer in network order to the original network's responses, with the activations of
 * the network as compressed and refitted so far as inputs: later layers learn to make good what
 * earlier ones have lost (Zhang et al. 2016, "Accelerating very deep convolutional networks for
 * classification and detection", section 3.3). All factors of a chain and its bias are fitted, and
 * weights and bias of layers that stand, because that costs nothing at run time. Needs no labels.
 * Layers in groups, and layers with patches too long for a covariance, stay as they are.
 */
public final class AsymmetricRefit {
  private final Network original;
  private final ActivationRun run;
  private final Map<String, Shape> shapes;

  private AsymmetricRefit(Network original, ActivationRun run) {
    this.original = original;
    this.run = run;
    this.shapes = original.shapes();
  }

  /**
   * The refitted network: names, shapes and cost as before.
   *
   * @param decomposed {@code original} after {@link Decomposer#apply}
   */
  public static Network refit(Network original, Network decomposed, ActivationRun run) {
    AsymmetricRefit refit = new AsymmetricRefit(original, run);
    Network current = decomposed;
    for (Layer layer : original.layers()) {
      if (layer.operator() instanceof WeightedOperator operator) {
        current = refit.refit(layer, operator, current);
      }
    }
    return current;
  }

  private Network refit(Layer layer, WeightedOperator operator, Network current) {
    String input = layer.inputs().get(0);
    PatchReader reader = new PatchReader(operator, shapes.get(input));
    boolean grouped = operator instanceof Conv2d convolution && convolution.groups() > 1;
    if (grouped || reader.length() > InputStatistics.LONGEST_PATCH) {
      return current;
    }
    MomentSums.Moments moments =
        RefitTarget.of(layer, original, current).measure(original, current, input, reader, run);
    LayerRefit refit = new LayerRefit(KernelTensor.of(operator), moments);
    int end = NetworkPrefix.index(current, layer.name()).orElseThrow() + 1;
    int start = start(current.layers(), end - 1);
    List<Layer> layers = new ArrayList<>(current.layers());
    List<WeightedOperator> refitted =
        refit.refit(
            layers.subList(start, end).stream()
                .map(factor -> (WeightedOperator) factor.operator())
                .toList());
    for (int i = start; i < end; i++) {
      layers.set(i, layers.get(i).withOperator(refitted.get(i - start)));
    }
    return current.withLayers(layers);
  }

  /** First factor of the chain that ends at {@code last}. */
  private static int start(List<Layer> layers, int last) {
    int start = last;
    while (start > 0
        && layers.get(last).origin().decomposed()
        && layers.get(start - 1).origin().equals(layers.get(last).origin())) {
      start--;
    }
    return start;
  }
}
