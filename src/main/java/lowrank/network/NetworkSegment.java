package lowrank.network;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import lowrank.fixed.Range;
import lowrank.operator.ActivatedOperator;

/**
 * Consecutive layers of a network as a network: what comes behind a place where a single value
 * connects the halves can be run alone on that value.
 */
public final class NetworkSegment {
  /** Position of the network's input, before all layers. */
  public static final int INPUT = -1;

  private NetworkSegment() {}

  /**
   * The layers behind value {@code from} up to and including layer {@code last}, and at least one:
   * a network cannot be empty, even if all that is wanted is its input. Its output is that of its
   * last layer, or the network's own where it reaches the end.
   *
   * @param from position of the value that becomes the input, NHWC; nothing that is computed before
   *     it is read by the layers behind it
   */
  public static Network of(Network network, int from, int last) {
    int end = Math.max(last, Math.min(from + 1, end(network)));
    String input = from == INPUT ? network.input() : network.layers().get(from).name();
    return new Network(
        network.name(),
        input,
        network.shapes().get(input),
        from == INPUT ? network.layout() : InputLayout.CHANNELS_LAST,
        network.layers().subList(from + 1, end + 1),
        end == end(network) ? network.output() : network.layers().get(end).name(),
        network.provenance());
  }

  /** Everything behind a value. */
  public static Network behind(Network network, int from) {
    return of(network, from, end(network));
  }

  /** The same without the last layer's fused activation, so that its output is linear. */
  public static Network linear(Network segment) {
    List<Layer> layers = new ArrayList<>(segment.layers());
    Layer layer = layers.get(layers.size() - 1);
    if (layer.operator() instanceof ActivatedOperator operator) {
      layers.set(layers.size() - 1, layer.withOperator(operator.withActivation(Range.ALL)));
    }
    return segment.withLayers(layers);
  }

  /** Position of a value among the layers; {@link #INPUT} for the network's input. */
  public static OptionalInt position(Network network, String value) {
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
   * behind one reads a value from before it, and the network's output is none of those. Ascending,
   * the input first.
   */
  public static List<Integer> cuts(Network network) {
    int[] lastReader = new int[end(network) + 2];
    for (int reader = 0; reader <= end(network); reader++) {
      for (String value : network.layers().get(reader).inputs()) {
        lastReader[position(network, value).orElseThrow() + 1] = reader;
      }
    }
    lastReader[position(network, network.output()).orElseThrow() + 1] = end(network);
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

  /** The last of the {@link #cuts} before a layer. */
  public static int cutBefore(Network network, String layer) {
    int position = position(network, layer).orElseThrow();
    return cuts(network).stream().filter(cut -> cut < position).max(Integer::compare).orElseThrow();
  }

  private static int end(Network network) {
    return network.layers().size() - 1;
  }
}
