package lowrank.decompose;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lowrank.diagnostic.CompileException;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.network.RankCurve;
import lowrank.network.RankCurve.Spectrum;
import lowrank.network.RankCurve.Step;
import lowrank.network.RankCurves;
import lowrank.operator.WeightedOperator;
import lowrank.tensor.Shape;

/** Finds out what a method can make of every layer of a network. */
public final class RankAnalyzer {
  private RankAnalyzer() {}

  /**
   * The curves of all layers to which the method applies. Dense layers and 1×1 convolutions get
   * svd, whatever is asked; layers that no method takes, or not this one, are listed with the
   * reason.
   *
   * @param method a method's name, {@code auto} or {@code none}
   * @throws CompileException if there is no such method
   */
  public static RankCurves analyze(Network network, String method) {
    return analyze(network, method, InputStatistics.NONE);
  }

  /**
   * The same with the singular values of the responses for layers that were measured.
   *
   * @throws CompileException if there is no such method
   */
  public static RankCurves analyze(Network network, String method, InputStatistics statistics) {
    Map<String, Shape> shapes = network.shapes();
    List<RankCurve> curves = new ArrayList<>();
    Map<String, String> obstacles = new LinkedHashMap<>();
    for (Layer layer : network.layers()) {
      if (!(layer.operator() instanceof WeightedOperator operator)) {
        continue;
      }
      Optional<String> obstacle = LayerObstacle.of(layer);
      Optional<Decomposition> chosen = Decompositions.choose(method, operator);
      if (obstacle.isPresent()) {
        obstacles.put(layer.name(), obstacle.get());
      } else if (chosen.isPresent()) {
        List<Shape> inputs = Network.inputShapes(layer, shapes);
        curves.add(
            curve(
                layer.name(),
                operator,
                chosen.get(),
                inputs,
                spectra(layer, chosen.get(), statistics)));
      } else {
        obstacles.put(layer.name(), reason(method, operator));
      }
    }
    return new RankCurves(method, curves, obstacles);
  }

  private static String reason(String method, WeightedOperator operator) {
    return Decompositions.all().stream()
        .filter(candidate -> candidate.name().equals(method))
        .findFirst()
        .flatMap(candidate -> candidate.obstacle(operator))
        .orElse("method none was asked for");
  }

  private static List<Spectrum> spectra(
      Layer layer, Decomposition method, InputStatistics statistics) {
    WeightedOperator operator = (WeightedOperator) layer.operator();
    return statistics
        .metric(layer.name())
        .map(metric -> method.spectra(operator, metric))
        .orElseGet(() -> method.spectra(operator));
  }

  private static RankCurve curve(
      String layer,
      WeightedOperator operator,
      Decomposition method,
      List<Shape> inputs,
      List<Spectrum> spectra) {
    List<Integer> limits = method.rankLimits(operator);
    List<Step> ladder = new ArrayList<>();
    for (List<Integer> ranks : ladder(limits, spectra)) {
      ChainCost cost = ChainCost.of(method.factorShapes(operator, ranks), inputs.get(0));
      ladder.add(new Step(ranks, cost.multiplies(), cost.bytes()));
    }
    return new RankCurve(
        layer,
        method.name(),
        limits,
        spectra,
        ladder,
        operator.multiplies(inputs),
        operator.storedBytes());
  }

  /**
   * Rank lists from all ones to the limits. Each step raises by one the rank whose next singular
   * value is the largest, the first of equals: of all single raises that one lowers the bound Σ σ²
   * on the squared error the most, the sum taken over the singular values that are cut off in
   * either mode (De Lathauwer et al. 2000, "A multilinear singular value decomposition", property
   * 10).
   */
  private static List<List<Integer>> ladder(List<Integer> limits, List<Spectrum> spectra) {
    List<Integer> ranks = new ArrayList<>(Collections.nCopies(limits.size(), 1));
    List<List<Integer>> ladder = new ArrayList<>(List.of(List.copyOf(ranks)));
    while (!ranks.equals(limits)) {
      int raised = -1;
      for (int i = 0; i < limits.size(); i++) {
        boolean free = ranks.get(i) < limits.get(i);
        if (free && (raised < 0 || next(spectra, ranks, i) > next(spectra, ranks, raised))) {
          raised = i;
        }
      }
      ranks.set(raised, ranks.get(raised) + 1);
      ladder.add(List.copyOf(ranks));
    }
    return ladder;
  }

  private static double next(List<Spectrum> spectra, List<Integer> ranks, int index) {
    return spectra.get(index).singularValue(ranks.get(index));
  }
}
