package lowrank.decompose;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import lowrank.fixed.Range;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.operator.ActivatedOperator;
import lowrank.tensor.Shape;

/** Consecutive layers of a network as a network. */
final class NetworkSegment {
  /** Position of the network's input, before all layers. */
  static final int INPUT = -1;

  private NetworkSegment() {}

  /**
   * The layers behind value {@code from} up to and including layer {@code last}, and at least one:
   * a network cannot be empty, even if all that is wanted is its input.
   *
   * @param from position of the value that becomes the input; nothing that is computed before it is
   *     read by the layers behind it
   */
  static Network of(Network network, int from, int last) {
    List<Layer> layers =
        network.layers().subList(from + 1, Math.max(last, Math.min(from + 1, end(network))) + 1);
    String input = from == INPUT ? network.input() : network.layers().get(from).name();
    Shape shape = network.shapes().get(input);
    return new Network(
        network.name(),
        input,
        shape,
        network.layout(),
        layers,
        layers.get(layers.size() - 1).name(),
        network.provenance());
  }

  /** The same without the last layer's fused activation, so that its output is linear. */
  static Network linear(Network segment) {
    List<Layer> layers = new ArrayList<>(segment.layers());
    Layer layer = layers.get(layers.size() - 1);
    if (layer.operator() instanceof ActivatedOperator operator) {
      layers.set(layers.size() - 1, layer.withOperator(operator.withActivation(Range.ALL)));
    }
    return segment.withLayers(layers);
  }

  /** Position of a value among the layers; {@link #INPUT} for the network's input. */
  static OptionalInt position(Network network, String value) {
    if (value.equals(network.input())) {
      return OptionalInt.of(INPUT);
    }
    for (int i = 0; i < network.layers().size(); i++) {
      if (network.layers().get(i).name().equals(value)) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  /**
   * Positions of the values that alone connect what is before them with what is behind: no layer
   * behind one reads a value from before it. Ascending, the input first.
   */
  static List<Integer> cuts(Network network) {
    int[] lastReader = new int[end(network) + 2];
    for (int reader = 0; reader <= end(network); reader++) {
      for (String value : network.layers().get(reader).inputs()) {
        lastReader[position(network, value).orElseThrow() + 1] = reader;
      }
    }
    List<Integer> cuts = new ArrayList<>(List.of(INPUT));
    int furthest = lastReader[0];
    for (int i = 0; i < end(network); i++) {
      if (furthest <= i) {
        cuts.add(i);
      }
      furthest = Math.max(furthest, lastReader[i + 1]);
    }
    return cuts;
  }

  private static int end(Network network) {
    return network.layers().size() - 1;
  }
}
