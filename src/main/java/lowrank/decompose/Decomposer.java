package lowrank.decompose;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.network.RankPlan;
import lowrank.operator.WeightedOperator;
import lowrank.provenance.Origin;
import lowrank.tensor.Shape;

/**
 * Applies a {@code RankPlan}: every planned layer becomes a chain of factors. Keeps the
 * factorisations that it has computed, so that a search which applies many plans pays for each
 * layer, method and ranks once. Safe for several threads.
 */
public final class Decomposer {
  private final Map<MethodKey, Factorizer> factorizers = new ConcurrentHashMap<>();
  private final Map<RankKey, Factorization> factorizations = new ConcurrentHashMap<>();

  private final InputStatistics statistics;

  private record MethodKey(String layer, WeightedOperator operator, String method) {}

  private record RankKey(MethodKey method, List<Integer> ranks) {}

  /** Minimises the error of the kernels themselves. */
  public Decomposer() {
    this(InputStatistics.NONE);
  }

  /** Minimises the error of the responses of the layers that were measured. */
  public Decomposer(InputStatistics statistics) {
    this.statistics = statistics;
  }

  /**
   * The network with chains in place of the planned layers. The factors of layer {@code L} are
   * called {@code L.1}, {@code L.2} and so on, the last one {@code L} itself, so that whoever reads
   * it reads on. Layers whose chain would cost more multiplies and more bytes than they do
   * themselves stay as they are: see {@link #effective}.
   *
   * @throws CompileException if the plan names a layer that does not exist, a method that does not
   *     apply to it, or ranks outside the method's limits
   */
  public Network apply(Network network, RankPlan plan) {
    Map<String, RankPlan.Choice> choices = effective(network, plan).choices();
    Set<String> names = new HashSet<>(List.of(network.input()));
    network.layers().forEach(layer -> names.add(layer.name()));
    List<Layer> layers = new ArrayList<>();
    for (Layer layer : network.layers()) {
      RankPlan.Choice choice = choices.get(layer.name());
      if (choice == null) {
        layers.add(layer);
      } else {
        layers.addAll(chain(layer, factorize(layer, choice), names));
      }
    }
    return network.withLayers(layers);
  }

  /**
   * The part of a plan that is carried out: without layers that stay because their chain would cost
   * more multiplies and more bytes, or because their method is {@code none}.
   *
   * @throws CompileException as {@link #apply}
   */
  public RankPlan effective(Network network, RankPlan plan) {
    Map<String, Shape> shapes = network.shapes();
    RankPlan effective = plan;
    for (Map.Entry<String, RankPlan.Choice> entry : plan.choices().entrySet()) {
      String name = entry.getKey();
      RankPlan.Choice choice = entry.getValue();
      Layer layer =
          network.layers().stream()
              .filter(candidate -> candidate.name().equals(name))
              .findFirst()
              .orElseThrow(() -> unknown(network, name));
      if (choice.method().equals(Origin.NONE)) {
        effective = effective.without(name);
        continue;
      }
      Decomposition method = method(layer, choice);
      WeightedOperator operator = (WeightedOperator) layer.operator();
      checkRanks(name, choice, method.rankLimits(operator));
      List<Shape> inputs = Network.inputShapes(layer, shapes);
      ChainCost cost = ChainCost.of(method.factorShapes(operator, choice.ranks()), inputs.get(0));
      if (cost.multiplies() > operator.multiplies(inputs)
          && cost.bytes() > operator.storedBytes()) {
        effective = effective.without(name);
      }
    }
    return effective;
  }

  private static Decomposition method(Layer layer, RankPlan.Choice choice) {
    Decomposition method = Decompositions.named(choice.method());
    Optional<String> obstacle = LayerObstacle.of(layer);
    if (obstacle.isEmpty()) {
      obstacle = method.obstacle((WeightedOperator) layer.operator());
    }
    if (obstacle.isPresent()) {
      throw new CompileException(
          Fault.METHOD_NOT_APPLICABLE, layer.name(), choice.method(), obstacle.get());
    }
    return method;
  }

  private static void checkRanks(String layer, RankPlan.Choice choice, List<Integer> limits) {
    List<Integer> ranks = choice.ranks();
    if (ranks.size() != limits.size()) {
      throw new CompileException(
          Fault.BAD_OPTION,
          "--ranks",
          layer + " with " + ranks.size() + " ranks",
          limits.size() + " for method " + choice.method());
    }
    for (int i = 0; i < ranks.size(); i++) {
      if (ranks.get(i) < 1 || ranks.get(i) > limits.get(i)) {
        throw new CompileException(Fault.RANK_OUT_OF_RANGE, layer, ranks.get(i), limits.get(i));
      }
    }
  }

  private static CompileException unknown(Network network, String name) {
    List<String> names =
        network.layers().stream()
            .filter(layer -> LayerObstacle.of(layer).isEmpty())
            .map(Layer::name)
            .toList();
    return new CompileException(
        Fault.UNKNOWN_LAYER, name, names.isEmpty() ? "none" : String.join(", ", names));
  }

  private Factorization factorize(Layer layer, RankPlan.Choice choice) {
    MethodKey key =
        new MethodKey(layer.name(), (WeightedOperator) layer.operator(), choice.method());
    return factorizations.computeIfAbsent(
        new RankKey(key, choice.ranks()),
        missing -> factorizers.computeIfAbsent(key, this::factorizer).factorize(choice.ranks()));
  }

  private Factorizer factorizer(MethodKey key) {
    Decomposition method = Decompositions.named(key.method());
    return statistics
        .metric(key.layer())
        .map(metric -> method.factorizer(key.operator(), metric))
        .orElseGet(() -> method.factorizer(key.operator()));
  }

  private static List<Layer> chain(Layer layer, Factorization factorization, Set<String> names) {
    Origin origin =
        new Origin(
            layer.origin().sourceLayer(),
            factorization.method(),
            factorization.ranks(),
            factorization.relativeError());
    List<Layer> chain = new ArrayList<>();
    List<String> inputs = layer.inputs();
    int last = factorization.chain().size() - 1;
    for (int i = 0; i <= last; i++) {
      String name = i == last ? layer.name() : free(layer.name() + "." + (i + 1), names);
      chain.add(new Layer(name, factorization.chain().get(i), inputs, origin));
      inputs = List.of(name);
    }
    return chain;
  }

  /** {@code name}, with underscores after it where a layer of the model is already called so. */
  private static String free(String name, Set<String> names) {
    String free = name;
    while (!names.add(free)) {
      free += "_";
    }
    return free;
  }
}
