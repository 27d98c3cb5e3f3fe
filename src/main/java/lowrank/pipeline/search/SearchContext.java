package lowrank.pipeline.search;

import java.util.List;
import java.util.function.Function;
import lowrank.decompose.Decomposer;
import lowrank.decompose.InputStatistics;
import lowrank.decompose.QuantizationGauge.ChainNoise;
import lowrank.network.Network;
import lowrank.network.RankPlan;
import lowrank.program.FixedNetwork;
import lowrank.rank.SearchProgress;

/**
 * What a search works on and with.
 *
 * @param inputs calibration inputs
 * @param statistics with which {@code decomposer} factorises
 * @param refit what is done to the decomposed network in the end, perhaps on fewer inputs
 * @param rounding quantises the refitted network, perhaps with fewer inputs than in the end
 * @param firmware tells what a network takes on the target
 * @param score of networks on the calibration inputs
 * @param effort what the search can afford
 * @param cache of measured losses
 */
public record SearchContext(
    Network network,
    Inputs inputs,
    Decomposer decomposer,
    InputStatistics statistics,
    Refit refit,
    Function<Network, Rounded> rounding,
    FirmwareMeter firmware,
    Scoring score,
    Effort effort,
    SensitivityCache cache,
    SearchProgress progress) {
  /** How good a network is on the calibration inputs. */
  public interface Scoring {
    /** What is measured, and against which labels: part of the names of cached figures. */
    String name();

    /** In percent. */
    double of(Network network);
  }

  /**
   * A network in int8.
   *
   * @param noise of its chains as predicted
   */
  public record Rounded(FixedNetwork fixed, List<ChainNoise> noise) {
    /** Copies the list. */
    public Rounded {
      noise = List.copyOf(noise);
    }
  }

  /** Names what {@link #refit} does, for cached figures. */
  String refitKind() {
    return refit.name();
  }

  /** The network with a plan's layers replaced, refitted. */
  Network refitted(RankPlan plan) {
    return refit.refit(decomposer.apply(network, plan));
  }

  /** What the finished firmware of a plan takes. */
  FeasibleSelection.Figures finished(RankPlan plan) {
    return FeasibleSelection.Figures.of(
        firmware, firmware.finished(decomposer.apply(network, plan)));
  }
}
