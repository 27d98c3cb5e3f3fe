package lowrank.decompose;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.network.NetworkSegment;
import lowrank.operator.Conv2d;
import lowrank.operator.Dense;
import lowrank.operator.WeightedOperator;
import lowrank.patch.MomentSums;
import lowrank.patch.PatchReader;
import lowrank.tensor.Shape;
import org.ejml.data.DMatrixRMaj;

/**
 * Refits every layer in network order to the original network's responses, with the activations of
 * the network as compressed and refitted so far as inputs: later layers learn to make good what
 * earlier ones have lost (Zhang et al. 2016, "Accelerating very deep convolutional networks for
 * classification and detection", section 3.3). All factors of a chain and its bias are fitted, and
 * weights and bias of layers that stand, because that costs nothing at run time. Needs no labels.
 * Convolutions in groups are fitted group by group; layers with patches too long for a covariance,
 * and transposed convolutions, get a scale and a shift for each output channel.
 */
public final class AsymmetricRefit {
  /** λ of the steps that look through the activation, each starting from the one before. */
  private static final double[] CLOSENESS = {0.3, 1};

  /** Patches for each input of a layer that it takes: with fewer the steps learn them by heart. */
  private static final int PATCHES_PER_INPUT = 10;

  private final Network original;
  private final ActivationRun run;
  private final Map<String, Shape> shapes;
  private final InputStatistics statistics;
  private final NetworkCursor originalCursor;
  private final NetworkCursor cursor;

  private AsymmetricRefit(Network original, ActivationRun run, InputStatistics statistics) {
    this.original = original;
    this.statistics = statistics;
    this.run = run;
    this.shapes = original.shapes();
    this.originalCursor = new NetworkCursor(run);
    this.cursor = new NetworkCursor(run);
  }

  /**
   * The refitted network: names, shapes and cost as before.
   *
   * @param decomposed {@code original} after {@link Decomposer#apply}
   * @param statistics tell what the outputs of layers are worth
   */
  public static Network refit(
      Network original, Network decomposed, ActivationRun run, InputStatistics statistics) {
    AsymmetricRefit refit = new AsymmetricRefit(original, run, statistics);
    Network current = decomposed;
    for (Layer layer : original.layers()) {
      if (layer.operator() instanceof WeightedOperator operator) {
        current = refit.refit(layer, operator, current);
      }
    }
    return current;
  }

  private Network refit(Layer layer, WeightedOperator operator, Network current) {
    ChainSpan chain =
        ChainSpan.endingAt(current, NetworkSegment.position(current, layer.name()).orElseThrow());
    List<WeightedOperator> refitted =
        refit(
            layer,
            operator,
            chain.operators(current),
            RefitTarget.of(layer, original, current),
            current);
    List<Layer> layers = new ArrayList<>(current.layers());
    for (int i = chain.start(); i < chain.end(); i++) {
      layers.set(i, layers.get(i).withOperator(refitted.get(i - chain.start())));
    }
    return current.withLayers(layers);
  }

  private List<WeightedOperator> refit(
      Layer layer,
      WeightedOperator operator,
      List<WeightedOperator> factors,
      RefitTarget target,
      Network current) {
    String input = layer.inputs().get(0);
    int groups = operator instanceof Conv2d convolution ? convolution.groups() : 1;
    boolean patches = operator instanceof Conv2d || operator instanceof Dense;
    if (!patches || length(operator, input) / groups > InputStatistics.LONGEST_PATCH) {
      return scaled(layer, factors, target, current);
    }
    RefitRows rows = rows(target, current, input, new PatchReader(operator, shapes.get(input)));
    return groups > 1
        ? List.of(new GroupedRefit((Conv2d) factors.get(0)).measure(rows).refitted())
        : refit(layer, factors, target, rows);
  }

  private int length(WeightedOperator operator, String input) {
    return new PatchReader(operator, shapes.get(input)).length();
  }

  /** Scales and shifts for the last factor's channels. */
  private List<WeightedOperator> scaled(
      Layer layer, List<WeightedOperator> factors, RefitTarget target, Network current) {
    List<String> given = target.given(layer.inputs().get(0));
    advance(target, current, given);
    WeightedOperator last = factors.get(factors.size() - 1);
    ChannelRefit refit =
        new ChannelRefit(last.outputChannels())
            .measure(
                run,
                target,
                layer.name(),
                originalCursor.linear(original, target.response()),
                cursor.request(current, given),
                cursor.linear(current, layer.name()));
    List<WeightedOperator> refitted = new ArrayList<>(factors);
    refitted.set(factors.size() - 1, refit.refitted(last));
    return refitted;
  }

  private RefitRows rows(RefitTarget target, Network current, String input, PatchReader reader) {
    List<String> given = target.given(input);
    advance(target, current, given);
    return new RefitRows(
        run,
        reader,
        target,
        input,
        originalCursor.linear(original, target.response()),
        cursor.request(current, given));
  }

  /** Moves both networks up to what a layer needs. */
  private void advance(RefitTarget target, Network current, List<String> given) {
    originalCursor.advance(
        original, NetworkSegment.position(original, target.response()).orElseThrow() - 1);
    cursor.advance(
        current,
        given.stream()
            .mapToInt(value -> NetworkSegment.position(current, value).orElseThrow())
            .min()
            .orElseThrow());
  }

  /** Fits the linear responses, then looks through the activation as long as that helps. */
  private List<WeightedOperator> refit(
      Layer layer, List<WeightedOperator> factors, RefitTarget target, RefitRows rows) {
    KernelTensor kernel = KernelTensor.of((WeightedOperator) layer.operator());
    Optional<OutputWeights> outputs =
        statistics.metric(layer.name()).flatMap(ResponseMetric::outputs);
    MomentSums.Moments moments = rows.moments();
    LayerRefit linear = new LayerRefit(kernel, moments, outputs);
    List<WeightedOperator> best = linear.refit(factors);
    boolean enough = moments.count() >= (long) PATCHES_PER_INPUT * moments.mean().length;
    if (target.activation().isAll() || !enough) {
      return best;
    }
    List<WeightedOperator> next = best;
    double least = Double.POSITIVE_INFINITY;
    for (int step = 0; step <= CLOSENESS.length; step++) {
      double closeness = CLOSENESS[Math.min(step, CLOSENESS.length - 1)];
      RectifiedResponses responses = responses(target, next, closeness).measure(rows);
      if (!(responses.squaredError() < least)) {
        break;
      }
      least = responses.squaredError();
      best = next;
      if (step < CLOSENESS.length) {
        next = linear.towards(responses.moments(moments)).refit(best);
      }
    }
    return best;
  }

  private static RectifiedResponses responses(
      RefitTarget target, List<WeightedOperator> factors, double closeness) {
    DMatrixRMaj kernel = FactorChain.of(factors).compose().unfoldOutputs();
    double[] bias = factors.get(factors.size() - 1).bias().toDoubles();
    return new RectifiedResponses(target.activation(), kernel, bias, closeness);
  }
}
