package lowrank.rank;

import java.util.List;
import lowrank.network.RankCurve;
import lowrank.network.RankPlan;

/** Chooses the ranks of all layers. Has no state; the same input gives the same plan. */
public interface RankStrategy {
  /** Name on the command line and in reports. */
  String name();

  /** Whether {@link #select} measures accuracy. */
  boolean needsAccuracy();

  /**
   * The plan; layers that are not in it stay as they are.
   *
   * @param curves of the layers that may be decomposed, in network order
   */
  RankPlan select(List<RankCurve> curves, RankSettings settings);
}
