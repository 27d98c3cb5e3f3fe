package lowrank.decompose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import lowrank.decompose.GaugeCandidates.Kind;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.operator.WeightedOperator;
import lowrank.tensor.Tensor;

/**
 * Chooses the gauge of every chain of a decomposed network: the invertible matrix between
 * neighbouring factors with which int8 weights and intermediates lose least, and the offset of each
 * intermediate channel where nothing is padded. What the network computes in float stays as it is
 * but for rounding; see {@link GaugeCandidates} for the theory.
 */
public final class QuantizationGauge {
  private QuantizationGauge() {}

  /**
   * A network in its gauge.
   *
   * @param noise of its chains, in order
   */
  public record Settled(Network network, List<ChainNoise> noise) {
    /** Copies the list. */
    public Settled {
      noise = List.copyOf(noise);
    }
  }

  /**
   * What int8 weights and intermediates are predicted to leave of a chain's output.
   *
   * @param layer that was decomposed
   * @param before signal-to-noise ratio in dB with channels balanced only
   * @param after the same in the gauge chosen
   */
  public record ChainNoise(String layer, double before, double after) {}

  /**
   * The network in the best gauge found; chains whose noise no candidate lowers stay.
   *
   * @param network after decomposition and refit
   * @param run shows the intermediates on calibration data, in one pass
   */
  public static Settled settle(Network network, ActivationRun run) {
    return settle(network, run, EnumSet.of(Kind.ROTATE));
  }

  /** The same with some kinds of candidates only. */
  static Settled settle(Network network, ActivationRun run, Set<Kind> kinds) {
    List<ChainSpan> spans = ChainSpan.in(network);
    if (spans.isEmpty()) {
      return new Settled(network, List.of());
    }
    List<ChainNoise> noise = new ArrayList<>();
    GaugeChoice choice = new GaugeChoice(kinds);
    List<Layer> layers = new ArrayList<>(network.layers());
    List<GaugedChain> chains = IntermediateReader.read(network, spans, run);
    for (int i = 0; i < spans.size(); i++) {
      GaugedChain best = choice.settle(chains.get(i));
      noise.add(
          new ChainNoise(
              layers.get(spans.get(i).start()).origin().sourceLayer(),
              chains.get(i).signalToNoise(),
              best.signalToNoise()));
      List<double[]> biases = best.biasChanges();
      for (int factor = 0; factor < biases.size(); factor++) {
        int position = spans.get(i).start() + factor;
        double[] weights = best.chain().weights().get(factor);
        layers.set(position, with(layers.get(position), weights, biases.get(factor)));
      }
    }
    return new Settled(network.withLayers(layers), noise);
  }

  private static Layer with(Layer layer, double[] weights, double[] biasChange) {
    WeightedOperator operator = (WeightedOperator) layer.operator();
    double[] bias = operator.bias().toDoubles();
    Arrays.setAll(bias, channel -> bias[channel] + biasChange[channel]);
    return layer.withOperator(
        operator.withWeights(
            Tensor.fromDoubles(operator.weights().shape(), weights),
            Tensor.fromDoubles(operator.bias().shape(), bias)));
  }
}
