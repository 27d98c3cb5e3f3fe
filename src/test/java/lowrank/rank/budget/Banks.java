package lowrank.rank.budget;

import java.util.ArrayList;
import java.util.Arrays;
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
      list.add(Candidate.keep(costs(random, 900, 200, 60)));
      for (int j = 1; j < candidates; j++) {
        list.add(
            new Candidate(
                new RankPlan.Choice("svd", List.of(j)),
                costs(random, 0, 1000, 20 + random.nextInt(60)),
                random.nextInt(1000) / 1000.0));
      }
      all.add(new LayerCandidates("layer" + i, list));
    }
    return new FactorBank(all, costs(random, 0, 100, 30));
  }

  /** Multiplies, instructions, parameters and bytes, each from {@code least} up. */
  private static Costs costs(Random random, int least, int range, long ram) {
    return new Costs(
        least + random.nextInt(range),
        least + random.nextInt(range),
        least + random.nextInt(range),
        least + random.nextInt(range),
        ram);
  }

  /** Limits that leave some selections and exclude others. */
  static Costs limits(Random random, int layers) {
    return new Costs(
        layers * (200L + random.nextInt(800)),
        layers * (200L + random.nextInt(800)),
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

  /** The least loss with at most so many bytes, layer after layer for every number of bytes. */
  static double leastLossByBytes(FactorBank bank, int limit) {
    double[] least = new double[limit + 1];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    least[(int) bank.fixed().bytes()] = 0;
    for (LayerCandidates layer : bank.layers()) {
      double[] next = new double[limit + 1];
      Arrays.fill(next, Double.POSITIVE_INFINITY);
      for (Candidate candidate : layer.candidates()) {
        int bytes = (int) candidate.costs().bytes();
        for (int used = 0; used + bytes <= limit; used++) {
          next[used + bytes] = Math.min(next[used + bytes], least[used] + candidate.loss());
        }
      }
      least = next;
    }
    return Arrays.stream(least).min().orElseThrow();
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
