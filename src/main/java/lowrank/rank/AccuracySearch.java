package lowrank.rank;

import java.util.List;
import lowrank.network.RankCurve;
import lowrank.network.RankPlan;

/** Measures candidates of one search against its threshold, (1 − δ) times the original accuracy. */
final class AccuracySearch {
  /** Stands for a layer's name while all layers vary together. */
  static final String ALL_LAYERS = "*";

  private final RankSettings settings;
  private final double threshold;

  /** Measures the original network. */
  AccuracySearch(RankSettings settings) {
    this.settings = settings;
    double original = settings.evaluator().accuracy(RankPlan.EMPTY);
    this.threshold = (1 - settings.maximumDrop()) * original;
    settings.progress().measured(ALL_LAYERS, List.of(), original, original > threshold);
  }

  /**
   * A measured candidate.
   *
   * @param holds whether {@code accuracy} is above the threshold
   */
  record Result(RankPlan plan, double accuracy, boolean holds) {}

  /** Measures {@code plan} with one layer at step {@code step}, 0-based, of its ladder. */
  Result measure(RankPlan plan, RankCurve curve, int step) {
    List<Integer> ranks = curve.ladder().get(step).ranks();
    return measure(plan.with(curve.layer(), curve.choice(ranks)), curve.layer(), ranks);
  }

  /** Measures a plan; layer and ranks say what is new in it. */
  Result measure(RankPlan plan, String layer, List<Integer> ranks) {
    double accuracy = settings.evaluator().accuracy(plan);
    boolean holds = accuracy > threshold;
    settings.progress().measured(layer, ranks, accuracy, holds);
    return new Result(plan, accuracy, holds);
  }
}
