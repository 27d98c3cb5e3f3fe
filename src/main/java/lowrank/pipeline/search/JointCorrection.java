package lowrank.pipeline.search;

import java.util.ArrayList;
import java.util.List;
import lowrank.decompose.Decomposer;
import lowrank.network.Network;
import lowrank.rank.SearchProgress;
import lowrank.rank.budget.Candidate;
import lowrank.rank.budget.FactorBank;
import lowrank.rank.budget.Selection;

/**
 * Corrects predicted losses around one selection. Measured are the loss of the network with all
 * layers replaced and, for each replaced layer, how much of it goes away if that layer alone stands
 * again. Layers whose error the others make worse count for more from then on, layers whose error
 * they cover for less.
 */
final class JointCorrection {
  /** Bounds of a layer's factor relative to the common one. */
  private static final double MOST = 3;

  private final Network network;
  private final Decomposer decomposer;
  private final SensitivityMeter meter;
  private final SearchProgress progress;

  JointCorrection(
      Network network, Decomposer decomposer, SensitivityMeter meter, SearchProgress progress) {
    this.network = network;
    this.decomposer = decomposer;
    this.meter = meter;
    this.progress = progress;
  }

  /**
   * One factor for each layer of the bank.
   *
   * @param selection of the bank
   */
  List<Double> factors(FactorBank bank, Selection selection) {
    double joint = meter.measure(decomposer.apply(network, selection.plan()));
    double common = selection.loss() > 0 ? joint / selection.loss() : 1;
    List<Double> factors = new ArrayList<>();
    for (int i = 0; i < bank.layers().size(); i++) {
      String layer = bank.layers().get(i).layer();
      Candidate chosen = selection.chosen().get(i);
      progress.working("correcting " + layer, i, bank.layers().size());
      if (chosen.keeps() || !(chosen.loss() > 0)) {
        factors.add(common);
        continue;
      }
      Network without = decomposer.apply(network, selection.plan().without(layer));
      double share = (joint - meter.measure(without)) / chosen.loss();
      double relative = Math.min(MOST, Math.max(1 / MOST, share / common));
      factors.add(common * StrictMath.sqrt(relative));
    }
    progress.working("losses are corrected", bank.layers().size(), bank.layers().size());
    return factors;
  }
}
