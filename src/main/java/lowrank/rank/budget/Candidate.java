package lowrank.rank.budget;

import java.util.List;
import lowrank.network.RankPlan;
import lowrank.provenance.Origin;

/**
 * One thing that can be done with a layer.
 *
 * @param choice method and ranks; method {@code none} leaves the layer as it is
 * @param costs of the layer, not negative; all exact but predicted instructions. Bytes are those of
 *     the quantised weights, biases and multipliers, memory all that is alive while the layer
 *     computes, at the worst of its steps
 * @param loss predicted, not negative; 0 for a layer that stays
 */
public record Candidate(RankPlan.Choice choice, Costs costs, double loss) {
  /** Checks the ranges. */
  public Candidate {
    if (!Costs.NOTHING.within(costs) || !(loss >= 0) || loss == Double.MAX_VALUE) {
      throw new IllegalArgumentException(choice + ": negative or infinite");
    }
  }

  /** The layer as it is. */
  public static Candidate keep(Costs costs) {
    return new Candidate(new RankPlan.Choice(Origin.NONE, List.of()), costs, 0);
  }

  /** Whether the layer stays as it is. */
  public boolean keeps() {
    return choice.method().equals(Origin.NONE);
  }

  /** The same with another predicted loss. */
  public Candidate withLoss(double replacement) {
    return new Candidate(choice, costs, replacement);
  }

  /** The same with predicted instructions. */
  public Candidate withInstructions(long replacement) {
    return new Candidate(choice, costs.withInstructions(replacement), loss);
  }

  /** Whether this one is in nothing worse than the other. */
  boolean covers(Candidate other) {
    return costs.within(other.costs) && loss <= other.loss;
  }
}
