package lowrank.rank.budget;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import lowrank.network.RankPlan;

/**
 * All candidates of one layer, at least one.
 *
 * @param layer name in the network
 */
public record LayerCandidates(String layer, List<Candidate> candidates) {
  /** Copies the list. */
  public LayerCandidates {
    candidates = List.copyOf(candidates);
    if (candidates.isEmpty()) {
      throw new IllegalArgumentException(layer + ": no candidates");
    }
  }

  /**
   * Without candidates to which another one is equal or better in everything, the first of equals
   * kept: there is always a best choice among those that are left.
   */
  LayerCandidates pruned() {
    List<Candidate> kept = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      boolean covered = false;
      for (int j = 0; j < candidates.size() && !covered; j++) {
        Candidate other = candidates.get(j);
        covered = j != i && other.covers(candidate) && (j < i || !candidate.covers(other));
      }
      if (!covered) {
        kept.add(candidate);
      }
    }
    return new LayerCandidates(layer, kept);
  }

  /** The candidate with a choice. */
  public Candidate candidate(RankPlan.Choice choice) {
    return candidates.stream()
        .filter(candidate -> candidate.choice().equals(choice))
        .findFirst()
        .orElseThrow();
  }

  /** The same with other predicted losses. */
  public LayerCandidates withLosses(ToDoubleFunction<Candidate> losses) {
    return new LayerCandidates(
        layer, candidates.stream().map(c -> c.withLoss(losses.applyAsDouble(c))).toList());
  }
}
