package lowrank.pipeline.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import lowrank.decompose.FactorShape;
import lowrank.fixed.Range;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.network.RankPlan;
import lowrank.operator.Conv2d;
import lowrank.operator.Dense;
import lowrank.operator.Operator;
import lowrank.operator.WeightedOperator;
import lowrank.pipeline.search.CandidateGrid.Way;
import lowrank.program.Program;
import lowrank.provenance.Origin;
import lowrank.rank.budget.Candidate;
import lowrank.rank.budget.Costs;
import lowrank.rank.budget.FactorBank;
import lowrank.rank.budget.LayerCandidates;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;

/**
 * Puts predicted instructions in the place of multiplies where the target's core is known. A chain
 * is predicted from the C of its factors with made-up weights, since most chains are never
 * computed.
 */
final class Predictions {
  private final Network network;
  private final FirmwareMeter firmware;
  private final Map<String, Long> standing = new LinkedHashMap<>();

  /**
   * For one network.
   *
   * @param program of the network as it stands
   */
  Predictions(Network network, FirmwareMeter firmware, Program program) {
    this.network = network;
    this.firmware = firmware;
    Optional<List<Long>> instructions = firmware.instructions(program);
    for (int i = 0; i < program.steps().size() && instructions.isPresent(); i++) {
      standing.put(program.steps().get(i).layer().name(), instructions.get().get(i));
    }
  }

  /** Instructions of the network as it stands, or its multiplies if nothing predicts them. */
  long whole() {
    return standing.isEmpty()
        ? network.multiplies()
        : standing.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * The bank with predicted instructions, without candidates that save none.
   *
   * @param ways that the candidates were made of, by layer, by method
   * @param size whether flash or parameters are limited: then candidates that save only bytes or
   *     only parameters stay
   */
  FactorBank in(FactorBank bank, Map<String, List<List<Way>>> ways, boolean size) {
    if (standing.isEmpty()) {
      return bank;
    }
    long rest = whole();
    Map<String, Shape> shapes = network.shapes();
    List<LayerCandidates> layers = new ArrayList<>();
    for (LayerCandidates candidates : bank.layers()) {
      Layer layer =
          network.layers().stream()
              .filter(l -> l.name().equals(candidates.layer()))
              .findFirst()
              .orElseThrow();
      Map<RankPlan.Choice, Way> byChoice = new LinkedHashMap<>();
      ways.get(layer.name()).forEach(list -> list.forEach(way -> byChoice.put(way.choice(), way)));
      long own = standing.get(layer.name());
      rest -= own;
      List<Candidate> kept = new ArrayList<>();
      Candidate keep = candidates.candidates().get(0);
      for (Candidate candidate : candidates.candidates()) {
        Way way = byChoice.get(candidate.choice());
        long cost = way == null ? own : chain(layer, shapes.get(layer.inputs().get(0)), way);
        if (way == null || cost < own || (size && saves(candidate.costs(), keep.costs()))) {
          kept.add(candidate.withInstructions(cost));
        }
      }
      layers.add(new LayerCandidates(layer.name(), kept));
    }
    Costs fixed = bank.fixed().withInstructions(rest);
    return new FactorBank(layers, fixed);
  }

  private static boolean saves(Costs costs, Costs standing) {
    return costs.bytes() < standing.bytes() || costs.parameters() < standing.parameters();
  }

  private long chain(Layer layer, Shape input, Way way) {
    WeightedOperator source = (WeightedOperator) layer.operator();
    List<Layer> layers = new ArrayList<>();
    List<FactorShape> factors = way.factors();
    String from = "input";
    for (int i = 0; i < factors.size(); i++) {
      String name = "factor" + i;
      Range clamp = i == factors.size() - 1 ? source.activation() : Range.ALL;
      Operator operator = operator(factors.get(i), source instanceof Dense, clamp);
      layers.add(new Layer(name, operator, List.of(from), Origin.of(name)));
      from = name;
    }
    Network chain =
        new Network("chain", "input", input, network.layout(), layers, from, network.provenance());
    return firmware.instructions(firmware.program(chain)).orElseThrow().stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  private static Operator operator(FactorShape factor, boolean dense, Range activation) {
    Random random = new Random(factor.weights());
    float[] weights = new float[factor.weights()];
    int outputs = factor.outputChannels();
    double deviation = StrictMath.sqrt((double) outputs / weights.length);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (deviation * random.nextGaussian());
    }
    Tensor bias = Tensor.zeros(Shape.of(outputs));
    int inputs = factor.inputChannels() / factor.groups();
    if (dense) {
      return new Dense(new Tensor(Shape.of(outputs, inputs), weights), bias, activation);
    }
    Shape shape =
        Shape.of(outputs, factor.window().kernelHeight(), factor.window().kernelWidth(), inputs);
    return new Conv2d(
        new Tensor(shape, weights), bias, factor.window(), factor.groups(), activation);
  }
}
