package lowrank.pipeline.search;

import lowrank.decompose.Decomposer;
import lowrank.decompose.InputStatistics;
import lowrank.network.Network;
import lowrank.network.RankPlan;
import lowrank.rank.SearchProgress;

/**
 * What a search works on and with.
 *
 * @param inputs calibration inputs
 * @param statistics with which {@code decomposer} factorises
 * @param refit what is done to the decomposed network in the end, perhaps on fewer inputs
 * @param firmware tells what a network takes on the target
 * @param score of networks on the calibration inputs
 * @param cache of measured losses
 */
public record SearchContext(
    Network network,
    Inputs inputs,
    Decomposer decomposer,
    InputStatistics statistics,
    Refit refit,
    FirmwareMeter firmware,
    Scoring score,
    SensitivityCache cache,
    SearchProgress progress) {
  /** How good a network is on the calibration inputs. */
  public interface Scoring {
    /** What is measured, and against which labels: part of the names of cached figures. */
    String name();

    /** In percent. */
    double of(Network network);
  }

  /** Names what {@link #refit} does, for cached figures. */
  String refitKind() {
    return refit.name();
  }

  /** What the finished firmware of a plan takes. */
  FeasibleSelection.Figures finished(RankPlan plan) {
    return FeasibleSelection.Figures.of(
        firmware, firmware.finished(decomposer.apply(network, plan)));
  }
}
