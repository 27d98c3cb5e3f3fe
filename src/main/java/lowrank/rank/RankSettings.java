package lowrank.rank;

import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;

/**
 * What the strategies are told besides the curves.
 *
 * @param evaluator measures accuracy; not called by evbmf and energy
 * @param maximumDrop δ, a share of the original accuracy, from 0 to below 1: a plan holds if its
 *     accuracy is above (1 − δ) times the original one
 * @param energyShare e, above 0 and at most 1: share of the squared singular values to keep
 * @param progress is told of every measurement
 */
public record RankSettings(
    Evaluator evaluator, double maximumDrop, double energyShare, SearchProgress progress) {
  /** Checks the ranges. */
  public RankSettings {
    if (!(maximumDrop >= 0 && maximumDrop < 1)) {
      throw new CompileException(
          Fault.BAD_OPTION, "accuracy drop", maximumDrop, "a share from 0 to below 1");
    }
    if (!(energyShare > 0 && energyShare <= 1)) {
      throw new CompileException(
          Fault.BAD_OPTION, "energy", energyShare, "a share above 0 and at most 1");
    }
  }
}
