package lowrank.pipeline.search;

import lowrank.network.Network;

/** How much work a search puts into each of its rounds, and how many rounds there are. */
public enum Effort {
  /** Networks are refitted for every layer alone, and all their weights corrected. */
  THOROUGH(8),
  /** Only the network of the answer is refitted; its biases are corrected. */
  SPARING(4);

  /** Multiplies of the runs that refit a small network once for each layer. */
  private static final double SMALL = 2e10;

  private final int rounds;

  Effort(int rounds) {
    this.rounds = rounds;
  }

  /**
   * What a search can afford.
   *
   * @param layers that may be decomposed
   * @param inputs that a network in the search is refitted or quantised on
   */
  public static Effort of(Network network, int layers, int inputs) {
    return (double) network.multiplies() * layers * inputs <= SMALL ? THOROUGH : SPARING;
  }

  /** Times that the answer is measured and the bank corrected. */
  int rounds() {
    return rounds;
  }
}
