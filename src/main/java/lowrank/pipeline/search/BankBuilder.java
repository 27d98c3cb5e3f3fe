package lowrank.pipeline.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lowrank.decompose.ChainCost;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.operator.Operator;
import lowrank.operator.WeightedOperator;
import lowrank.pipeline.search.CandidateGrid.Way;
import lowrank.rank.SearchProgress;
import lowrank.rank.budget.Candidate;
import lowrank.rank.budget.Costs;
import lowrank.rank.budget.FactorBank;
import lowrank.rank.budget.LayerCandidates;
import lowrank.rank.budget.LossCurve;
import lowrank.tensor.Shape;

/**
 * Fills the factor bank. A few ranks of each method are measured for each layer; the loss at the
 * others is read off a monotone curve over the error that the singular values tell.
 */
final class BankBuilder {
  /** At which shares of a method's most multiplies losses are measured. */
  private static final double[] MEASURED = {0.1, 0.4, 0.7, 1};

  private final Network network;
  private final Sensitivities sensitivities;
  private final MemoryNeeds needs;
  private final SearchProgress progress;

  BankBuilder(
      Network network, Sensitivities sensitivities, MemoryNeeds needs, SearchProgress progress) {
    this.network = network;
    this.sensitivities = sensitivities;
    this.needs = needs;
    this.progress = progress;
  }

  /**
   * The bank.
   *
   * @param ways by layer in network order, by method
   */
  FactorBank build(Map<String, List<List<Way>>> ways) {
    Map<String, Shape> shapes = network.shapes();
    List<LayerCandidates> layers = new ArrayList<>();
    Costs fixed = Costs.NOTHING;
    for (Layer layer : network.layers()) {
      Costs standing = standing(layer, Network.inputShapes(layer, shapes));
      if (ways.containsKey(layer.name())) {
        layers.add(candidates(Candidate.keep(standing), ways, layer.name(), layers.size()));
      } else {
        fixed = fixed.plus(standing);
      }
    }
    progress.working("layers are measured", ways.size(), ways.size());
    return new FactorBank(layers, fixed);
  }

  /** Costs of a layer as it is. */
  private Costs standing(Layer layer, List<Shape> inputs) {
    Operator operator = layer.operator();
    return new Costs(
        operator.multiplies(inputs),
        operator.parameters(),
        operator instanceof WeightedOperator weighted ? weighted.storedBytes() : 0,
        needs.standing(layer.name()));
  }

  private LayerCandidates candidates(
      Candidate keep, Map<String, List<List<Way>>> all, String layer, int done) {
    List<List<Way>> methods = all.get(layer);
    List<Candidate> candidates = new ArrayList<>(List.of(keep));
    List<Way> measured = new ArrayList<>();
    methods.forEach(ways -> measured.addAll(measured(ways)));
    List<Double> losses =
        sensitivities.of(layer, measured.stream().map(Way::choice).toList(), done, all.size());
    int next = 0;
    for (List<Way> ways : methods) {
      List<LossCurve.Point> points = new ArrayList<>();
      for (Way way : measured(ways)) {
        points.add(new LossCurve.Point(way.error(), losses.get(next++)));
      }
      LossCurve curve = new LossCurve(points);
      for (Way way : ways) {
        double loss = curve.at(way.error());
        long need = needs.chain(layer, way.intermediates());
        ChainCost cost = way.cost();
        candidates.add(
            new Candidate(
                way.choice(),
                new Costs(cost.multiplies(), cost.parameters(), cost.bytes(), need),
                loss));
      }
    }
    return new LayerCandidates(layer, candidates);
  }

  private static List<Way> measured(List<Way> ways) {
    Set<Way> measured = new LinkedHashSet<>();
    long most = ways.get(ways.size() - 1).multiplies();
    for (double share : MEASURED) {
      measured.add(
          ways.stream()
              .min(Comparator.comparingDouble(way -> Math.abs(way.multiplies() - share * most)))
              .orElseThrow());
    }
    return List.copyOf(measured);
  }
}
