package lowrank.pipeline.search;

import lowrank.network.Network;

/** Fits a decomposed network to the original one's responses; or leaves it as it is. */
@FunctionalInterface
public interface Refit {
  /** The network with other weights. */
  Network refit(Network decomposed);
}
