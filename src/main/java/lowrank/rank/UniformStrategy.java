package lowrank.rank;

import java.util.List;
import java.util.regex.Pattern;
import lowrank.network.RankCurve;
import lowrank.network.RankCurve.Step;
import lowrank.network.RankPlan;

/**
 * The same share of its multiplies for every layer: the highest step of its ladder that takes no
 * more than that; a layer of which even rank 1 takes more stays. A yardstick for what other
 * strategies gain by telling layers apart.
 */
final class UniformStrategy implements RankStrategy {
  private static final String PREFIX = "share=";

  /** With a decimal point, so that it cannot be the rank of a layer of that name. */
  private static final Pattern FORM = Pattern.compile(PREFIX + "(0?\\.\\d+|1\\.0*)");

  private final double share;

  private UniformStrategy(double share) {
    this.share = share;
  }

  /** Whether an option's value asks for this strategy. */
  static boolean matches(String text) {
    return FORM.matcher(text).matches();
  }

  static UniformStrategy parse(String text) {
    return new UniformStrategy(Double.parseDouble(text.substring(PREFIX.length())));
  }

  @Override
  public String name() {
    return PREFIX + share;
  }

  @Override
  public boolean needsAccuracy() {
    return false;
  }

  @Override
  public RankPlan select(List<RankCurve> curves, RankSettings settings) {
    RankPlan plan = RankPlan.EMPTY;
    for (RankCurve curve : curves) {
      List<Integer> ranks = null;
      for (Step step : curve.ladder()) {
        ranks = step.multiplies() <= share * curve.multiplies() ? step.ranks() : ranks;
      }
      plan = ranks == null ? plan : plan.with(curve.layer(), curve.choice(ranks));
    }
    return plan;
  }
}
