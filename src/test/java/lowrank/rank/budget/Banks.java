package lowrank.rank.budget;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import lowrank.network.RankPlan;

/** Small random banks, and the best selection found by trying all. */
final class Banks {
  private Banks() {}

  static FactorBank random(Random random, int layers, int candidates) {
    List<LayerCandidates> all = new ArrayList<>();
    for (int i = 0; i < layers; i++) {
      List<Candidate> list = new ArrayList<>();
      list.add(Candidate.keep(900 + random.nextInt(200), 900 + random.nextInt(200), 60));
      for (int j = 1; j < candidates; j++) {
        list.add(
            new Candidate(
                new RankPlan.Choice("svd", List.of(j)),
                random.nextInt(1000),
                random.nextInt(1000),
                20 + random.nextInt(60),
                random.nextInt(1000) / 1000.0));
      }
      all.add(new LayerCandidates("layer" + i, list));
    }
    return new FactorBank(all, new Costs(random.nextInt(100), random.nextInt(100), 30));
  }

  /** Limits that leave some selections and exclude others. */
  static Costs limits(Random random, int layers) {
    return new Costs(
        layers * (200L + random.nextInt(800)),
        layers * (200L + random.nextInt(800)),
        30 + random.nextInt(60));
  }

  static Optional<Selection> best(
      FactorBank bank, Costs limits, ToDoubleFunction<Selection> value) {
    Optional<Selection> best = Optional.empty();
    for (Selection selection : all(bank)) {
      if (selection.costs().within(limits)
          && (best.isEmpty() || value.applyAsDouble(selection) < value.applyAsDouble(best.get()))) {
        best = Optional.of(selection);
      }
    }
    return best;
  }

  private static List<Selection> all(FactorBank bank) {
    List<Selection> all = new ArrayList<>();
    int[] indices = new int[bank.layers().size()];
    while (true) {
      all.add(Selection.of(bank, indices));
      int layer = 0;
      while (layer < indices.length
          && ++indices[layer] == bank.layers().get(layer).candidates().size()) {
        indices[layer++] = 0;
      }
      if (layer == indices.length) {
        return all;
      }
    }
  }
}
