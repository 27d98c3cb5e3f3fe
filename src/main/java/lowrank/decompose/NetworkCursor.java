package lowrank.decompose;

import java.util.List;
import java.util.Optional;
import lowrank.decompose.ActivationRun.Request;
import lowrank.network.Network;
import lowrank.network.NetworkSegment;

/**
 * Evaluates a network on the calibration inputs from front to back. Keeps the value of every input
 * at a place that all later layers depend on alone, so that looking at a layer costs the layers
 * since that place, not all before it: cost grows linearly with depth wherever branches are short.
 */
final class NetworkCursor {
  /** Most elements that are kept over all inputs; larger values are computed again. */
  private static final long MOST_ELEMENTS = 1L << 27;

  private final ActivationRun run;
  private int position = NetworkSegment.INPUT;
  private Optional<StoredActivations> stored = Optional.empty();

  NetworkCursor(ActivationRun run) {
    this.run = run;
  }

  /**
   * Moves forward as far as the values at {@code limit} can still be computed.
   *
   * @param network the same up to the present place as at the last call; what is behind it may have
   *     changed
   * @param limit position of the first value that will be asked for
   */
  void advance(Network network, int limit) {
    List<Integer> cuts = NetworkSegment.cuts(network);
    for (int i = cuts.size() - 1; i >= 0 && cuts.get(i) > position; i--) {
      int cut = cuts.get(i);
      if (cut <= limit && elements(network, cut) * run.count() <= MOST_ELEMENTS) {
        moveTo(network, cut);
        return;
      }
    }
  }

  private static long elements(Network network, int cut) {
    return network.shapes().get(network.layers().get(cut).name()).elements();
  }

  private void moveTo(Network network, int cut) {
    Network segment = NetworkSegment.of(network, position, cut);
    String value = segment.output();
    StoredActivations next = new StoredActivations(run.count());
    run.execute(
        List.of(new Request(segment, List.of(value), stored)),
        (first, count, batch) -> next.put(first, count, batch.get(0).get(value)));
    stored = Optional.of(next);
    position = cut;
  }

  /**
   * A request for values behind the present place, or at it.
   *
   * @param values names of values
   */
  Request request(Network network, List<String> values) {
    int last =
        values.stream()
            .mapToInt(value -> NetworkSegment.position(network, value).orElseThrow())
            .max()
            .orElseThrow();
    return new Request(NetworkSegment.of(network, position, last), values, stored);
  }

  /** A request for a layer's response before its fused activation. */
  Request linear(Network network, String layer) {
    int last = NetworkSegment.position(network, layer).orElseThrow();
    Network segment = NetworkSegment.linear(NetworkSegment.of(network, position, last));
    return new Request(segment, List.of(layer), stored);
  }
}
