package lowrank.bench;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import lowrank.verify.trace.Histogram;

/**
 * A figure beside the best peer's.
 *
 * @param own of what peers have a figure for: the model, or layers of it
 * @param peer the best peer's for the same; empty if there are none
 * @param whole whether they are of the whole model
 */
record Comparison(long own, OptionalLong peer, boolean whole) {
  /**
   * Compares a model.
   *
   * @param cores names that the peers' figures may be for
   * @param layerNames of the model's layers, as the peers' table has them
   */
  static Comparison of(
      Peers peers,
      List<String> cores,
      String model,
      Histogram invoke,
      List<String> layerNames,
      List<Histogram> layers,
      ToLongFunction<Histogram> figure) {
    OptionalLong best = peers.best(model, cores);
    if (best.isPresent()) {
      return new Comparison(figure.applyAsLong(invoke), best, true);
    }
    long own = 0;
    long peer = 0;
    for (int i = 0; i < layers.size(); i++) {
      best = peers.best(layerNames.get(i), cores);
      if (best.isPresent()) {
        own += figure.applyAsLong(layers.get(i));
        peer += best.getAsLong();
      }
    }
    return new Comparison(own, peer == 0 ? OptionalLong.empty() : OptionalLong.of(peer), false);
  }

  /** The own figure over the peer's; empty without a peer. */
  Optional<Double> ratio() {
    return peer.isPresent() ? Optional.of((double) own / peer.getAsLong()) : Optional.empty();
  }

  /** {@code (0.512)}, or nothing. */
  String text() {
    return ratio().map(ratio -> "(" + Row.three(ratio) + ")").orElse("");
  }

  /** Cells of a table: the two figures and their ratio. */
  List<Object> cells() {
    return peer.isEmpty()
        ? List.of("", "", "")
        : List.of(own, peer.getAsLong(), Row.three(ratio().orElseThrow()));
  }
}
