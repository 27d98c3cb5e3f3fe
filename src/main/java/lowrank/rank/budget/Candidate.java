package lowrank.rank.budget;

import java.util.List;
import lowrank.network.RankPlan;
import lowrank.provenance.Origin;

/**
 * One thing that can be done with a layer.
 *
 * @param choice method and ranks; method {@code none} leaves the layer as it is
 * @param multiplies of one inference, exact
 * @param instructions of one inference, predicted; the multiplies where nothing predicts them
 * @param bytes of the quantised weights, biases and multipliers, exact
 * @param ram bytes of all that is alive while the layer computes, at the worst of its steps
 * @param loss predicted, not negative; 0 for a layer that stays
 */
public record Candidate(
    RankPlan.Choice choice, long multiplies, long instructions, long bytes, long ram, double loss) {
  /** Checks the ranges. */
  public Candidate {
    if (multiplies < 0
        || instructions < 0
        || bytes < 0
        || ram < 0
        || !(loss >= 0)
        || loss == Double.MAX_VALUE) {
      throw new IllegalArgumentException(choice + ": negative or infinite");
    }
  }

  /** One whose instructions nothing predicts. */
  public Candidate(RankPlan.Choice choice, long multiplies, long bytes, long ram, double loss) {
    this(choice, multiplies, multiplies, bytes, ram, loss);
  }

  /** The layer as it is. */
  public static Candidate keep(long multiplies, long bytes, long ram) {
    return new Candidate(new RankPlan.Choice(Origin.NONE, List.of()), multiplies, bytes, ram, 0);
  }

  /** Whether the layer stays as it is. */
  public boolean keeps() {
    return choice.method().equals(Origin.NONE);
  }

  /** The same with another predicted loss. */
  public Candidate withLoss(double replacement) {
    return new Candidate(choice, multiplies, instructions, bytes, ram, replacement);
  }

  /** The same with predicted instructions. */
  public Candidate withInstructions(long replacement) {
    return new Candidate(choice, multiplies, replacement, bytes, ram, loss);
  }

  /** Whether this one is in nothing worse than the other. */
  boolean covers(Candidate other) {
    return multiplies <= other.multiplies
        && instructions <= other.instructions
        && bytes <= other.bytes
        && ram <= other.ram
        && loss <= other.loss;
  }
}
