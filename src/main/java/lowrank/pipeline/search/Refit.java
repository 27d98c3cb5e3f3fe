package lowrank.pipeline.search;

import java.util.function.UnaryOperator;
import lowrank.network.Network;

/**
 * Fits a decomposed network to the original one's responses; or leaves it as it is.
 *
 * @param name of what it does, for cached figures
 * @param function gives the network with other weights
 */
public record Refit(String name, UnaryOperator<Network> function) {
  /** The network as it is. */
  public static final Refit NONE = new Refit("plain", UnaryOperator.identity());

  /** Name of the loss of a plan's network, in the cache. */
  String lossName() {
    return name + " loss";
  }

  /** The network with other weights. */
  Network refit(Network decomposed) {
    return function.apply(decomposed);
  }
}
