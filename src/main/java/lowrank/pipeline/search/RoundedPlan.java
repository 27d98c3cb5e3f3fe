package lowrank.pipeline.search;

import java.util.List;
import java.util.function.Supplier;
import lowrank.decompose.QuantizationGauge.ChainNoise;
import lowrank.network.Network;
import lowrank.network.RankPlan;
import lowrank.pipeline.search.SearchContext.Rounded;

/** A plan's network refitted and in int8, and what it loses. All is made when it is needed. */
final class RoundedPlan {
  private final RankPlan plan;
  private final SensitivityMeter meter;
  private final SearchContext context;
  private final Supplier<Network> refitted;
  private final Supplier<Rounded> rounded;

  private RoundedPlan(
      RankPlan plan, SearchContext context, SensitivityMeter meter, Supplier<Network> refitted) {
    this.plan = plan;
    this.meter = meter;
    this.context = context;
    this.refitted = Once.of(refitted);
    this.rounded = Once.of(() -> context.rounding().apply(this.refitted.get()));
  }

  /** The network with a plan's layers replaced. */
  static RoundedPlan of(RankPlan plan, SearchContext context, SensitivityMeter meter) {
    return new RoundedPlan(plan, context, meter, () -> context.refitted(plan));
  }

  /** The network as it is given, with nothing replaced and so nothing to refit. */
  static RoundedPlan original(SearchContext context, SensitivityMeter meter) {
    return new RoundedPlan(RankPlan.EMPTY, context, meter, context::network);
  }

  /** What is replaced. */
  RankPlan plan() {
    return plan;
  }

  /** The loss of the refitted network in float. */
  double refittedLoss() {
    return context
        .cache()
        .of(context.refit().lossName(), plan, () -> meter.measure(refitted.get()));
  }

  /**
   * The loss that is to be expected in int8: of the refitted network, and what rounding changes in
   * it. That of the int8 network at hand has a cross term besides, which is chance: scales and
   * corrected weights come out otherwise in the end, on more inputs.
   */
  double loss() {
    return refittedLoss() + rounding();
  }

  /**
   * The loss of int8 against the network's own float form. In the difference of the two losses
   * against the original what rounding changes weighs more where factorising changed the same
   * outputs before, and can be negative.
   */
  double rounding() {
    return context
        .cache()
        .of(
            context.refitKind() + " rounding",
            plan,
            () -> meter.loss(meter.outputs(rounded.get().fixed()), meter.outputs(refitted.get())));
  }

  /** Noise of the chains as predicted. */
  List<ChainNoise> noise() {
    return rounded.get().noise();
  }
}
