package lowrank.rank;

import java.util.List;
import lowrank.network.RankCurve;
import lowrank.network.RankPlan;

/**
 * All layers together, then each alone. The source article says only that ranks are raised by one
 * from one until the threshold holds, then lowered by one while it holds, and that the rank of the
 * highest accuracy is kept, sensitive layers ending higher. It is read as follows.
 *
 * <p>Up: all layers stand on the same step of their ladders, the first, then the second and so on,
 * until the accuracy is above the threshold. A layer whose next step would not save multiplies any
 * more is left as it is from there on, so that this ends at the original network at the latest.
 *
 * <p>Down: layer by layer in network order, the others held, a layer is lowered step by step while
 * the accuracy stays above the threshold. Of all steps on this way, the one it started from
 * included, the layer keeps the one with the highest accuracy, the lowest of equals. A layer that
 * accuracy depends on therefore stays high, up to where all stood together, while one that does not
 * matter, or whose truncation even helps, ends low. Layers that the way up has left as they are
 * stay so.
 */
final class NaiveStrategy implements RankStrategy {
  @Override
  public String name() {
    return "naive";
  }

  @Override
  public boolean needsAccuracy() {
    return true;
  }

  @Override
  public RankPlan select(List<RankCurve> curves, RankSettings settings) {
    AccuracySearch search = new AccuracySearch(settings);
    int steps = curves.stream().mapToInt(RankCurve::savingSteps).max().orElse(0);
    for (int step = 0; step < steps; step++) {
      AccuracySearch.Result result =
          search.measure(together(curves, step), AccuracySearch.ALL_LAYERS, List.of(step + 1));
      if (result.holds()) {
        return lower(search, curves, step, result);
      }
    }
    return RankPlan.EMPTY;
  }

  private static RankPlan together(List<RankCurve> curves, int step) {
    RankPlan plan = RankPlan.EMPTY;
    for (RankCurve curve : curves) {
      if (step < curve.savingSteps()) {
        plan = plan.with(curve.layer(), curve.choice(curve.ladder().get(step).ranks()));
      }
    }
    return plan;
  }

  private static RankPlan lower(
      AccuracySearch search, List<RankCurve> curves, int start, AccuracySearch.Result together) {
    AccuracySearch.Result best = together;
    for (RankCurve curve : curves) {
      if (best.plan().choices().containsKey(curve.layer())) {
        best = lower(search, curve, start, best);
      }
    }
    return best.plan();
  }

  /** The best of the steps from {@code start} down, as long as they hold. */
  private static AccuracySearch.Result lower(
      AccuracySearch search, RankCurve curve, int start, AccuracySearch.Result before) {
    AccuracySearch.Result best = before;
    for (int step = start - 1; step >= 0; step--) {
      AccuracySearch.Result result = search.measure(before.plan(), curve, step);
      if (!result.holds()) {
        break;
      }
      best = result.accuracy() >= best.accuracy() ? result : best;
    }
    return best;
  }
}
