package lowrank.importer.pass;

import lowrank.network.Network;

/** One rewrite of a network that keeps the function it computes; has no memory. */
public interface Pass {
  /** Name for reports: the class's name. */
  default String name() {
    return getClass().getSimpleName();
  }

  /** The rewritten network; the argument itself if there is nothing to do. */
  Network apply(Network network);
}
