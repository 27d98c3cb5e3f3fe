package lowrank.doctor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lowrank.fixed.QuantizedWeights;
import lowrank.operator.WeightedOperator;
import lowrank.tensor.ElementType;
import lowrank.tensor.IntTensor;
import lowrank.tensor.Tensor;

/** Looks at the weights of one layer, float and integer. */
final class WeightExaminer {
  private static final double PERCENTILE = 0.999;
  private final Tensor weights;
  private final QuantizedWeights quantized;
  private final int channels;
  private final int perChannel;

  WeightExaminer(WeightedOperator operator, QuantizedWeights quantized) {
    this.weights = operator.weights();
    this.quantized = quantized;
    this.channels = operator.outputChannels();
    this.perChannel = weights.size() / channels;
  }

  WeightHealth examine() {
    float[] sorted = weights.toArray();
    Arrays.sort(sorted);
    List<Integer> dead = new ArrayList<>();
    double worst = 1;
    int worstChannel = 0;
    int outliers = 0;
    for (int channel = 0; channel < channels; channel++) {
      float[] magnitudes = magnitudes(channel);
      if (magnitudes[perChannel - 1] == 0) {
        dead.add(channel);
      }
      double ratio = outlierRatio(magnitudes);
      outliers += ratio >= WeightHealth.OUTLIER ? 1 : 0;
      if (ratio > worst) {
        worst = ratio;
        worstChannel = channel;
      }
    }
    return new WeightHealth(
        sorted[0], sorted[sorted.length - 1], worst, worstChannel, outliers, dead, snr());
  }

  /** Magnitudes of one channel, ascending. */
  private float[] magnitudes(int channel) {
    float[] magnitudes = new float[perChannel];
    for (int i = 0; i < perChannel; i++) {
      magnitudes[i] = Math.abs(weights.at(channel * perChannel + i));
    }
    Arrays.sort(magnitudes);
    return magnitudes;
  }

  /** Largest magnitude over the 99.9th percentile, which leaves out at least the largest. */
  private static double outlierRatio(float[] ascending) {
    int count = ascending.length;
    int rank = Math.min((int) Math.ceil(PERCENTILE * count), count - 1);
    double percentile = rank < 1 ? 0 : ascending[rank - 1];
    return percentile == 0 ? 1 : ascending[count - 1] / percentile;
  }

  private double snr() {
    Ratio ratio = new Ratio();
    for (int i = 0; i < weights.size(); i++) {
      double integer = (double) quantized.scale(i / perChannel) * quantized.weights().at(i);
      ratio.add(weights.at(i), integer);
    }
    return ratio.decibels();
  }

  /**
   * Largest magnitude that a sum of the layer's products can reach for any int8 input and zero
   * point, the bias left out.
   */
  static long productBound(IntTensor integers, int channels) {
    int perChannel = integers.size() / channels;
    long span = (long) ElementType.INT8.maximum() - ElementType.INT8.minimum();
    long bound = 0;
    for (int channel = 0; channel < channels; channel++) {
      long magnitude = 0;
      for (int i = channel * perChannel; i < (channel + 1) * perChannel; i++) {
        magnitude += Math.abs(integers.at(i));
      }
      bound = Math.max(bound, magnitude * span);
    }
    return bound;
  }
}
