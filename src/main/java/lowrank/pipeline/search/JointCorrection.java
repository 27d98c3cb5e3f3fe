package lowrank.pipeline.search;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import lowrank.network.RankPlan;
import lowrank.rank.budget.Candidate;
import lowrank.rank.budget.FactorBank;
import lowrank.rank.budget.Selection;

/**
 * Corrects predicted losses around one selection. Measured are the loss of the network with all
 * layers replaced and, for each replaced layer, how much of it goes away if that layer alone stands
 * again. Layers whose error the others make worse count for more from then on, layers whose error
 * they cover for less. Where networks are small all of them are refitted before, so that what the
 * refit makes good does not count.
 */
final class JointCorrection {
  /** Bounds of a layer's factor relative to the common one. */
  private static final double MOST = 3;

  private final SearchContext context;
  private final SensitivityMeter meter;

  JointCorrection(SearchContext context, SensitivityMeter meter) {
    this.context = context;
    this.meter = meter;
  }

  /**
   * One factor for each layer of the bank.
   *
   * @param selection of the bank
   */
  List<Double> factors(FactorBank bank, Selection selection) {
    double joint = loss(selection.plan());
    double quotient = joint / selection.loss();
    double common = quotient > 0 && Double.isFinite(quotient) ? quotient : 1;
    int layers = bank.layers().size();
    AtomicInteger begun = new AtomicInteger();
    List<Double> factors =
        IntStream.range(0, layers)
            .parallel()
            .mapToObj(
                i -> {
                  tell("correcting " + bank.layers().get(i).layer(), begun, layers);
                  return factor(bank, selection, i, joint, common);
                })
            .toList();
    context.progress().working("losses are corrected", layers, layers);
    return factors;
  }

  private synchronized void tell(String task, AtomicInteger begun, int layers) {
    context.progress().working(task, begun.getAndIncrement(), layers);
  }

  private double factor(
      FactorBank bank, Selection selection, int index, double joint, double common) {
    Candidate chosen = selection.chosen().get(index);
    if (chosen.keeps() || !(chosen.loss() > 0)) {
      return common;
    }
    String layer = bank.layers().get(index).layer();
    double share = (joint - loss(selection.plan().without(layer))) / chosen.loss();
    double relative = Math.min(MOST, Math.max(1 / MOST, share / common));
    return common * StrictMath.sqrt(relative);
  }

  private double loss(RankPlan plan) {
    Refit refit = context.effort() == Effort.THOROUGH ? context.refit() : Refit.NONE;
    return context
        .cache()
        .of(
            refit.lossName(),
            plan,
            () -> meter.measure(refit.refit(context.decomposer().apply(context.network(), plan))));
  }
}
