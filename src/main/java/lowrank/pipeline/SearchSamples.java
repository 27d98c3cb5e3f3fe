package lowrank.pipeline;

import lowrank.network.Network;
import lowrank.patch.PatchNeeds;

/**
 * Which calibration samples a search fits networks to and on which it measures them. A layer with
 * few patches for its weights learns those it is fitted to by heart: measured on the same ones all
 * its ranks look cheap, the more so the fewer patches there are. Then every third sample is only
 * measured, as in cross-validation; where there are enough, all serve for both.
 *
 * @param fitted refitted and quantised on
 * @param measured on these losses are told
 */
record SearchSamples(Dataset fitted, Dataset measured) {
  /** Samples to fit to, unless layers need more of them. */
  private static final int FITTED = 128;

  /** Parts of the calibration data, of which those to fit to are few, as searches fit often. */
  static SearchSamples of(Network network, Dataset calibration) {
    int needed = PatchNeeds.inputs(network);
    boolean scarce = calibration.count() < needed;
    return new SearchSamples(
        (scarce ? calibration.withoutThird() : calibration).spread(Math.max(FITTED, needed)),
        scarce ? calibration.third() : calibration);
  }
}
