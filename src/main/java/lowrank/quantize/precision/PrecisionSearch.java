package lowrank.quantize.precision;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.network.Layer;
import lowrank.network.Network;

/**
 * Raises layers to int16 until the network is accurate enough, the layer with the lowest
 * signal-to-noise ratio first. A layer stays raised if that makes the network more accurate.
 */
public final class PrecisionSearch {
  private final Network network;
  private final Widening widening;
  private final Map<String, Double> ratios;
  private final ToDoubleFunction<MixedNetwork> accuracy;

  /**
   * Prepares a search.
   *
   * @param ratios signal-to-noise ratio of every value in int8, in decibel
   * @param accuracy of a network in integers, in percent; a network that it refuses with {@link
   *     Fault#ACCUMULATOR_OVERFLOW} is not chosen
   */
  public PrecisionSearch(
      Network network,
      Widening widening,
      Map<String, Double> ratios,
      ToDoubleFunction<MixedNetwork> accuracy) {
    this.network = network;
    this.widening = widening;
    this.ratios = ratios;
    this.accuracy = accuracy;
  }

  /**
   * The layers to raise; none if int8 is accurate enough. The network's output stays int8.
   *
   * @param enough accuracy at which the search ends, in percent
   */
  public Set<String> search(double enough) {
    Set<String> chosen = new LinkedHashSet<>();
    double best = accuracy.applyAsDouble(widening.raise(chosen));
    for (Set<String> candidate : candidates()) {
      if (best >= enough) {
        break;
      }
      Set<String> tried = new LinkedHashSet<>(chosen);
      tried.addAll(candidate);
      double reached = reached(tried);
      if (reached > best) {
        best = reached;
        chosen = tried;
      }
    }
    return chosen;
  }

  private double reached(Set<String> layers) {
    try {
      return accuracy.applyAsDouble(widening.raise(layers));
    } catch (CompileException e) {
      if (e.fault() == Fault.ACCUMULATOR_OVERFLOW) {
        return Double.NEGATIVE_INFINITY;
      }
      throw e;
    }
  }

  /** Layers that can be raised, those of one type together, worst first. */
  private List<Set<String>> candidates() {
    Set<Set<String>> groups = new LinkedHashSet<>();
    for (Layer layer : network.layers()) {
      boolean inside = !widening.together(layer.name()).contains(network.output());
      if (inside && widening.obstacle(layer.name()).isEmpty()) {
        groups.add(widening.together(layer.name()));
      }
    }
    List<Set<String>> candidates = new ArrayList<>(groups);
    candidates.sort(Comparator.comparingDouble(this::worst));
    return candidates;
  }

  private double worst(Set<String> group) {
    return group.stream().mapToDouble(ratios::get).min().orElseThrow();
  }
}
