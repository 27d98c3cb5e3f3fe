package lowrank.pipeline;

import lowrank.network.Network;
import lowrank.patch.PatchNeeds;

/**
 * Which calibration samples a search fits networks to and on which it measures them. A layer with
 * few patches for its weights learns those it is fitted to by heart: measured on the same ones all
 * its ranks look cheap, the more so the fewer patches there are. Then every third sample is only
 * measured, as in cross-validation; where there are enough, all serve for both.
 *
 * <p>The plan is refitted on all samples in the end, and one fitted to few of them ranks plans
 * otherwise: so that small networks are fitted to as many as large ones can afford multiplies.
 *
 * @param fitted refitted and quantised on
 * @param measured on these losses are told
 */
record SearchSamples(Dataset fitted, Dataset measured) {
  /** Fewest samples to fit to, however large the network is; layers can need more of them. */
  private static final int FEWEST = 128;

  /** Most samples to fit to, however small the network is; layers can need more of them. */
  static final int MOST = 512;

  /** Multiplies of a run through all samples that are fitted to, as searches fit often. */
  private static final double AFFORDABLE = 5e9;

  /** Parts of the calibration data. */
  static SearchSamples of(Network network, Dataset calibration) {
    int needed = PatchNeeds.inputs(network);
    boolean scarce = calibration.count() < needed;
    return new SearchSamples(
        (scarce ? calibration.withoutThird() : calibration)
            .spread(Math.max(affordable(network.multiplies()), needed)),
        scarce ? calibration.third() : calibration);
  }

  /**
   * Samples that a search can afford to fit to, from {@link #FEWEST} to {@link #MOST}.
   *
   * @param multiplies of one inference
   */
  static int affordable(long multiplies) {
    return (int) Math.max(FEWEST, Math.min(MOST, AFFORDABLE / Math.max(1, multiplies)));
  }
}
