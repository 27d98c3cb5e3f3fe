package lowrank.pipeline.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lowrank.decompose.ChainCost;
import lowrank.decompose.Decomposition;
import lowrank.decompose.Decompositions;
import lowrank.decompose.FactorShape;
import lowrank.decompose.InputStatistics;
import lowrank.decompose.RankAnalyzer;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.network.RankCurve;
import lowrank.network.RankCurve.Spectrum;
import lowrank.network.RankPlan;
import lowrank.operator.WeightedOperator;
import lowrank.tensor.Shape;

/** The methods and ranks that are looked at for each layer. */
final class CandidateGrid {
  /** Most rank lists of one method for one layer. */
  private static final int MOST = 32;

  /** Lists lie at the powers i^1.5 of equal steps: closer where ranks are low. */
  private static final double SPREAD = 1.5;

  /**
   * Beyond this share of a layer's multiplies cp is not tried where other methods are: it takes
   * long to compute there, and they are better.
   */
  private static final double CP_SHARE = 0.35;

  private final Network network;
  private final Map<String, Shape> shapes;
  private final int granularity;

  /**
   * A grid.
   *
   * @param granularity ranks are multiples of this, or the method's limit
   */
  CandidateGrid(Network network, int granularity) {
    this.network = network;
    this.shapes = network.shapes();
    this.granularity = granularity;
  }

  /**
   * One way to decompose a layer.
   *
   * @param cost of the chain
   * @param error squared, relative: what the cut-off singular values say of it
   * @param factors that the layer becomes
   * @param intermediates elements of the values between the factors
   */
  record Way(
      RankPlan.Choice choice,
      ChainCost cost,
      double error,
      List<FactorShape> factors,
      List<Long> intermediates) {
    Way {
      factors = List.copyOf(factors);
      intermediates = List.copyOf(intermediates);
    }

    /** Of one inference. */
    long multiplies() {
      return cost.multiplies();
    }
  }

  /**
   * Ways to decompose each layer by each method, cheapest first; layers that cannot be decomposed
   * to advantage are absent.
   *
   * @param method a decomposition's name, or {@code auto} for all
   */
  Map<String, List<List<Way>>> ways(String method, InputStatistics statistics) {
    Map<String, List<List<Way>>> ways = new LinkedHashMap<>();
    network.layers().forEach(layer -> ways.put(layer.name(), new ArrayList<>()));
    for (Decomposition candidate : Decompositions.all()) {
      boolean wanted = method.equals(Decompositions.AUTO) || method.equals(candidate.name());
      if (wanted) {
        for (RankCurve curve :
            RankAnalyzer.analyze(network, candidate.name(), statistics).curves()) {
          boolean own = curve.method().equals(candidate.name());
          if (own || !method.equals(Decompositions.AUTO)) {
            ways.get(curve.layer()).add(ways(curve, method.equals(Decompositions.AUTO)));
          }
        }
      }
    }
    ways.values().forEach(methods -> methods.removeIf(List::isEmpty));
    ways.values().removeIf(List::isEmpty);
    return ways;
  }

  private List<Way> ways(RankCurve curve, boolean several) {
    Layer layer =
        network.layers().stream()
            .filter(l -> l.name().equals(curve.layer()))
            .findFirst()
            .orElseThrow();
    WeightedOperator operator = (WeightedOperator) layer.operator();
    Shape input = shapes.get(layer.inputs().get(0));
    Decomposition method = Decompositions.named(curve.method());
    boolean cp = curve.limits().size() < curve.spectra().size();
    double most = cp && several ? CP_SHARE : Double.POSITIVE_INFINITY;
    Set<List<Integer>> ranks = new LinkedHashSet<>();
    curve.ladder().forEach(step -> ranks.add(rounded(step.ranks(), curve.limits())));
    List<Way> ways = new ArrayList<>();
    for (List<Integer> list : ranks) {
      List<FactorShape> factors = method.factorShapes(operator, list);
      ChainCost cost = ChainCost.of(factors, input);
      boolean saves = cost.multiplies() < curve.multiplies() || cost.bytes() < curve.bytes();
      if (saves && cost.multiplies() <= most * curve.multiplies()) {
        ways.add(
            new Way(
                curve.choice(list),
                cost,
                error(curve, list),
                factors,
                intermediates(factors, input)));
      }
    }
    return thinned(ways);
  }

  private static List<Long> intermediates(List<FactorShape> factors, Shape input) {
    List<Long> elements = new ArrayList<>();
    int channels = factors.get(0).inputChannels();
    Shape image =
        input.rank() == 3 && input.channels() == channels ? input : Shape.of(1, 1, channels);
    for (FactorShape factor : factors.subList(0, factors.size() - 1)) {
      image = factor.outputImage(image);
      elements.add((long) image.elements());
    }
    return elements;
  }

  private List<Integer> rounded(List<Integer> ranks, List<Integer> limits) {
    List<Integer> rounded = new ArrayList<>();
    for (int i = 0; i < ranks.size(); i++) {
      int up = (ranks.get(i) + granularity - 1) / granularity * granularity;
      rounded.add(Math.min(up, limits.get(i)));
    }
    return rounded;
  }

  /**
   * The share of the energy behind the ranks, summed over all unfoldings. Where a single rank
   * stands for several unfoldings, as in cp, their singular values say too little, for the error
   * goes on beyond the last of them: there it falls with the rank's fourth power.
   */
  private static double error(RankCurve curve, List<Integer> ranks) {
    if (ranks.size() < curve.spectra().size()) {
      return StrictMath.pow(ranks.get(0), -4);
    }
    double error = 0;
    for (int i = 0; i < curve.spectra().size(); i++) {
      Spectrum spectrum = curve.spectra().get(i);
      double cut = 0;
      for (int k = ranks.get(i); k < spectrum.singularValues().size(); k++) {
        cut += spectrum.singularValue(k) * spectrum.singularValue(k);
      }
      error += spectrum.energy() == 0 ? 0 : cut / spectrum.energy();
    }
    return error;
  }

  /** As many as are allowed, over the range of multiplies, both ends among them. */
  private static List<Way> thinned(List<Way> ways) {
    if (ways.size() <= MOST) {
      return ways;
    }
    List<Way> thinned = new ArrayList<>(List.of(ways.get(0)));
    long most = ways.get(ways.size() - 1).multiplies();
    for (int i = 2; i <= MOST; i++) {
      double wanted = most * StrictMath.pow((double) i / MOST, SPREAD);
      Way best = null;
      for (Way way : ways) {
        best = way.multiplies() <= wanted ? way : best;
      }
      if (best != null && !thinned.contains(best)) {
        thinned.add(best);
      }
    }
    return thinned;
  }
}
