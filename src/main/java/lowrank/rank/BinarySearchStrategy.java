package lowrank.rank;

import java.util.List;
import lowrank.network.RankCurve;
import lowrank.network.RankPlan;

/**
 * Layer by layer in network order, the decisions for earlier layers kept: bisection for the
 * smallest step of the layer's ladder with which the accuracy is above the threshold, between rank
 * 1 and the largest step that still saves multiplies: for a matrix m×n the largest rank below mn /
 * (m + n). A layer is left alone if even that one does not hold. Where accuracy does not rise with
 * every rank the result holds, but need not be the smallest.
 */
final class BinarySearchStrategy implements RankStrategy {
  @Override
  public String name() {
    return "binary-search";
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
      plan = curve.savingSteps() == 0 ? plan : bisect(search, plan, curve);
    }
    return plan;
  }

  private static RankPlan bisect(AccuracySearch search, RankPlan plan, RankCurve curve) {
    int low = 0;
    int high = curve.savingSteps() - 1;
    AccuracySearch.Result best = search.measure(plan, curve, high);
    if (!best.holds()) {
      return plan;
    }
    while (low < high) {
      int middle = (low + high) / 2;
      AccuracySearch.Result result = search.measure(plan, curve, middle);
      if (result.holds()) {
        best = result;
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return best.plan();
  }
}
