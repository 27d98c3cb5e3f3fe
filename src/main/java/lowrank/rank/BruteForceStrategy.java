package lowrank.rank;

import java.util.List;
import lowrank.network.RankCurve;
import lowrank.network.RankPlan;

/**
 * Layer by layer in network order, the decisions for earlier layers kept: the first step of the
 * layer's ladder, from rank 1 up, with which the accuracy is above the threshold. A layer is left
 * alone if none of the steps that save multiplies holds.
 */
final class BruteForceStrategy implements RankStrategy {
  @Override
  public String name() {
    return "brute-force";
  }

  @Override
  public boolean needsAccuracy() {
    return true;
  }

  @Override
  public RankPlan select(List<RankCurve> curves, RankSettings settings) {
    AccuracySearch search = new AccuracySearch(settings);
    RankPlan plan = RankPlan.EMPTY;
    for (RankCurve curve : curves) {
      plan = firstThatHolds(search, plan, curve);
    }
    return plan;
  }

  private static RankPlan firstThatHolds(AccuracySearch search, RankPlan plan, RankCurve curve) {
    for (int step = 0; step < curve.savingSteps(); step++) {
      AccuracySearch.Result result = search.measure(plan, curve, step);
      if (result.holds()) {
        return result.plan();
      }
    }
    return plan;
  }
}
