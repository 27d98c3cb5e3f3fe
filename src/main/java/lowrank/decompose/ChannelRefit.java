package lowrank.decompose;

import java.util.List;
import lowrank.decompose.ActivationRun.Request;
import lowrank.operator.WeightedOperator;
import lowrank.tensor.Tensor;

/**
 * For layers whose patches are not measured: the scale a and shift c of each output channel with
 * the least E (y − a ŷ − c)² + λ (a − 1)², y being the wanted response and ŷ the present one. They
 * go into weights and bias. That is what measuring the statistics of a folded batch norm anew would
 * do for mean and scale.
 */
final class ChannelRefit {
  private final double[] wantedSum;
  private final double[] presentSum;
  private final double[] presentSquares;
  private final double[] products;
  private long count;

  /** Starts without any response. */
  ChannelRefit(int channels) {
    this.wantedSum = new double[channels];
    this.presentSum = new double[channels];
    this.presentSquares = new double[channels];
    this.products = new double[channels];
  }

  /**
   * Measures all pixels of all inputs.
   *
   * @param wanted gives the target's response of the original network
   * @param other gives the branch that is taken from it, if there is one
   * @param present gives the layer's linear response in the compressed network
   */
  ChannelRefit measure(
      ActivationRun run,
      RefitTarget target,
      String layer,
      Request wanted,
      Request other,
      Request present) {
    run.execute(
        List.of(wanted, other, present),
        (first, inputs, batch) -> {
          float[] responses = batch.get(0).get(target.response());
          float[] branch = target.subtracted().map(batch.get(1)::get).orElse(null);
          add(responses, branch, batch.get(2).get(layer));
        });
    return this;
  }

  /** Adds values, channels innermost. */
  void add(float[] wanted, float[] other, float[] present) {
    int channels = wantedSum.length;
    for (int i = 0; i < wanted.length; i++) {
      int channel = i % channels;
      double y = wanted[i] - (other == null ? 0.0 : other[i]);
      wantedSum[channel] += y;
      presentSum[channel] += present[i];
      presentSquares[channel] += (double) present[i] * present[i];
      products[channel] += y * present[i];
    }
    count += wanted.length / channels;
  }

  /** The operator with scales and shifts in its weights and bias. */
  WeightedOperator refitted(WeightedOperator operator) {
    double[] weights = operator.weights().toDoubles();
    double[] biases = operator.bias().toDoubles();
    double ridge = ridge();
    int perChannel = weights.length / biases.length;
    for (int channel = 0; channel < biases.length; channel++) {
      double mean = presentSum[channel] / count;
      double wanted = wantedSum[channel] / count;
      double variance = presentSquares[channel] / count - mean * mean;
      double covariance = products[channel] / count - mean * wanted;
      double scale = (covariance + ridge) / (Math.max(0, variance) + ridge);
      for (int i = channel * perChannel; i < (channel + 1) * perChannel; i++) {
        weights[i] *= scale;
      }
      biases[channel] = scale * biases[channel] + wanted - scale * mean;
    }
    return operator.withWeights(
        Tensor.fromDoubles(operator.weights().shape(), weights),
        Tensor.fromDoubles(operator.bias().shape(), biases));
  }

  /** λ, relative to the channels' mean variance. */
  private double ridge() {
    double sum = 0;
    for (int channel = 0; channel < presentSum.length; channel++) {
      double mean = presentSum[channel] / count;
      sum += Math.max(0, presentSquares[channel] / count - mean * mean);
    }
    return sum > 0 ? ResponseMetric.RIDGE * sum / presentSum.length : 1;
  }
}
