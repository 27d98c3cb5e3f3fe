package lowrank.quantize.precision;

import java.util.ArrayList;
import java.util.Collections;
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
 * signal-to-noise ratio first. A layer that makes the network less accurate is left out, and at the
 * end every layer that is not needed is taken back.
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
   * Chooses the layers to raise; none if int8 is accurate enough. The network's output stays int8.
   *
   * @param enough accuracy at which the search ends, in percent
   */
  public Outcome search(double enough) {
    double narrow = reached(Set.of());
    Outcome best = new Outcome(Set.of(), narrow, narrow);
    List<Set<String>> added = new ArrayList<>();
    for (Set<String> candidate : candidates()) {
      if (best.accuracy() >= enough) {
        break;
      }
      Set<String> more = new LinkedHashSet<>(best.layers());
      more.addAll(candidate);
      double reached = reached(more);
      if (reached >= best.accuracy()) {
        best = new Outcome(more, reached, narrow);
        added.add(0, candidate);
      }
    }
    return withoutIdleOnes(best, added, Math.min(enough, best.accuracy()));
  }

  /** Takes back every layer, the best first, without which {@code wanted} is reached as well. */
  private Outcome withoutIdleOnes(Outcome found, List<Set<String>> added, double wanted) {
    Outcome best = found;
    for (Set<String> candidate : added) {
      Set<String> fewer = new LinkedHashSet<>(best.layers());
      fewer.removeAll(candidate);
      double reached = reached(fewer);
      if (reached >= wanted) {
        best = new Outcome(fewer, reached, found.narrowAccuracy());
      }
    }
    return best;
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

  /**
   * What a search found.
   *
   * @param layers to raise, with all that must have the same type
   * @param accuracy with them, in percent
   * @param narrowAccuracy without any
   */
  public record Outcome(Set<String> layers, double accuracy, double narrowAccuracy) {
    /** Copies the set, keeping its order. */
    public Outcome {
      layers = Collections.unmodifiableSet(new LinkedHashSet<>(layers));
    }
  }
}
