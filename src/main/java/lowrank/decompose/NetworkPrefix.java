package lowrank.decompose;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import lowrank.fixed.Range;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.operator.ActivatedOperator;

/** The first layers of a network as a network. */
final class NetworkPrefix {
  private NetworkPrefix() {}

  /** Up to and including layer {@code last}. */
  static Network upTo(Network network, String last) {
    return of(network, network.layers().subList(0, index(network, last).orElseThrow() + 1));
  }

  /** The same without the last layer's fused activation, so that its output is linear. */
  static Network linearUpTo(Network network, String last) {
    List<Layer> layers = new ArrayList<>(upTo(network, last).layers());
    Layer layer = layers.get(layers.size() - 1);
    if (layer.operator() instanceof ActivatedOperator operator) {
      layers.set(layers.size() - 1, layer.withOperator(operator.withActivation(Range.ALL)));
    }
    return of(network, layers);
  }

  /**
   * As many layers as it takes to compute all of {@code values}, and at least one: a network cannot
   * be empty, even if all that is wanted is its input.
   */
  static Network reaching(Network network, List<String> values) {
    int last = values.stream().mapToInt(v -> index(network, v).orElse(0)).max().orElseThrow();
    return of(network, network.layers().subList(0, last + 1));
  }

  /** Position of a layer; empty for the input and for names that do not exist. */
  static OptionalInt index(Network network, String layer) {
    for (int i = 0; i < network.layers().size(); i++) {
      if (network.layers().get(i).name().equals(layer)) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  private static Network of(Network network, List<Layer> layers) {
    return new Network(
        network.name(),
        network.input(),
        network.inputShape(),
        network.layout(),
        layers,
        layers.get(layers.size() - 1).name(),
        network.provenance());
  }
}
