package lowrank.rank.budget;

import java.util.ArrayList;
import java.util.List;
import lowrank.network.RankPlan;

/** One candidate for every layer of a bank, in its order. */
public record Selection(FactorBank bank, List<Candidate> chosen) {
  /** Copies the list and checks its length. */
  public Selection {
    chosen = List.copyOf(chosen);
    if (chosen.size() != bank.layers().size()) {
      throw new IllegalArgumentException(chosen.size() + " candidates");
    }
  }

  static Selection of(FactorBank bank, int[] indices) {
    List<Candidate> chosen = new ArrayList<>();
    for (int i = 0; i < indices.length; i++) {
      chosen.add(bank.layers().get(i).candidates().get(indices[i]));
    }
    return new Selection(bank, chosen);
  }

  /** Costs of the whole network. */
  public Costs costs() {
    Costs sum = bank.fixed();
    for (Candidate candidate : chosen) {
      sum = sum.plus(candidate.costs());
    }
    return sum;
  }

  /** Sum of the predicted losses. */
  public double loss() {
    return chosen.stream().mapToDouble(Candidate::loss).sum();
  }

  /** Methods and ranks of the layers that do not stay. */
  public RankPlan plan() {
    RankPlan plan = RankPlan.EMPTY;
    for (int i = 0; i < chosen.size(); i++) {
      if (!chosen.get(i).keeps()) {
        plan = plan.with(bank.layers().get(i).layer(), chosen.get(i).choice());
      }
    }
    return plan;
  }
}
