package lowrank.pipeline.search;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import lowrank.decompose.QuantizationGauge.ChainNoise;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.network.RankPlan;
import lowrank.rank.budget.FactorBank;
import lowrank.rank.budget.LayerCandidates;
import lowrank.rank.budget.Selection;

/**
 * What int8 adds to the losses of methods: measured for the network of each selection as a whole,
 * and shared out among its chains by their predicted noise. A method that was found noisy in a
 * layer, whatever its ranks there, is dearer from then on.
 */
final class RoundingLosses {
  /** Squared relative error of factors that have none. */
  private static final double LEAST_ERROR = 1e-9;

  private final SearchContext context;
  private final RoundedPlan original;
  private final FactorBank bank;
  private final Map<String, Map<String, Double>> known = new LinkedHashMap<>();

  /**
   * Nothing is known yet.
   *
   * @param bank with the losses of single layers as they were measured
   */
  RoundingLosses(SearchContext context, SensitivityMeter meter, FactorBank bank) {
    this.context = context;
    this.original = RoundedPlan.original(context, meter);
    this.bank = bank;
  }

  /** A bank with what is known so far added. */
  FactorBank addedTo(FactorBank current) {
    return new FactorBank(current.layers().stream().map(this::added).toList(), current.fixed());
  }

  private LayerCandidates added(LayerCandidates layer) {
    Map<String, Double> methods = known.getOrDefault(layer.layer(), Map.of());
    return layer.withLosses(
        candidate -> candidate.loss() + methods.getOrDefault(candidate.choice().method(), 0.0));
  }

  /**
   * Shares what rounding costs a selection out among its chains.
   *
   * @param rounded its network
   * @param unit what a loss of 1 of refitted networks is worth in the bank that is solved
   */
  void learn(Selection selection, RoundedPlan rounded, double unit) {
    RankPlan plan = selection.plan();
    double total = Math.max(0, rounded.rounding() - original.rounding()) * unit;
    Map<String, Double> weights = new LinkedHashMap<>();
    Map<String, Double> errors = errors(plan);
    for (int i = 0; i < bank.layers().size(); i++) {
      String layer = bank.layers().get(i).layer();
      RankPlan.Choice choice = selection.chosen().get(i).choice();
      if (errors.containsKey(layer)) {
        double measured = bank.layers().get(i).candidate(choice).loss();
        double slope = measured / Math.max(errors.get(layer), LEAST_ERROR);
        weights.put(layer, slope * noise(layer, rounded));
      }
    }
    double sum = weights.values().stream().mapToDouble(Double::doubleValue).sum();
    if (sum > 0) {
      weights.forEach(
          (layer, weight) ->
              known
                  .computeIfAbsent(layer, name -> new LinkedHashMap<>())
                  .put(plan.choices().get(layer).method(), total * weight / sum));
    }
  }

  /** Squared relative errors of the layers that a plan replaces. */
  private Map<String, Double> errors(RankPlan plan) {
    Network decomposed = context.decomposer().apply(context.network(), plan);
    return decomposed.layers().stream()
        .map(Layer::origin)
        .filter(origin -> origin.decomposed())
        .collect(
            Collectors.toMap(
                origin -> origin.sourceLayer(),
                origin -> origin.relativeError() * origin.relativeError(),
                (first, second) -> first,
                LinkedHashMap::new));
  }

  /** Energy of the noise that rounding puts on a chain's output, relative to the output's. */
  private double noise(String layer, RoundedPlan rounded) {
    return context
        .cache()
        .of("noise of " + layer, rounded.plan(), () -> noise(layer, rounded.noise()));
  }

  private static double noise(String layer, List<ChainNoise> chains) {
    return chains.stream()
        .filter(chain -> chain.layer().equals(layer))
        .mapToDouble(chain -> StrictMath.pow(10, -chain.after() / 10))
        .findFirst()
        .orElse(0);
  }
}
