package lowrank.rank;

import lowrank.network.RankPlan;

/** Measures what a plan does to the network. */
@FunctionalInterface
public interface Evaluator {
  /**
   * Accuracy of the network with the plan applied, in percent: share of right labels, or of outputs
   * whose largest class is the original network's. Called with {@link RankPlan#EMPTY} for the
   * original.
   */
  double accuracy(RankPlan plan);
}
