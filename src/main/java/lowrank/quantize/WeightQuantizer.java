package lowrank.quantize;

import java.util.Optional;
import lowrank.fixed.QuantizedWeights;
import lowrank.operator.WeightedOperator;
import lowrank.tensor.ElementType;
import lowrank.tensor.IntTensor;
import lowrank.tensor.Tensor;

/** Makes int8 weights, symmetric, one scale for each output channel. */
final class WeightQuantizer {
  /** Largest magnitude of a weight. */
  static final int LARGEST = 127;

  private static final double LARGEST_BIAS = 1 << 29;

  private WeightQuantizer() {}

  /**
   * The nearest integers in [-127, 127] at the smallest scale that holds every weight of the
   * channel; a channel whose bias would not fit 30 bits gets a larger scale.
   *
   * @param inputScale scale of the operator's input
   */
  static QuantizedWeights quantize(WeightedOperator operator, float inputScale) {
    Tensor weights = operator.weights();
    int channels = operator.outputChannels();
    int perChannel = weights.size() / channels;
    float[] scales = new float[channels];
    int[] integers = new int[weights.size()];
    for (int channel = 0; channel < channels; channel++) {
      int start = channel * perChannel;
      float scale = scale(weights, start, perChannel, operator.bias().at(channel) / inputScale);
      scales[channel] = scale;
      for (int i = start; i < start + perChannel; i++) {
        long nearest = Math.round((double) weights.at(i) / scale);
        integers[i] = (int) Math.max(-LARGEST, Math.min(LARGEST, nearest));
      }
    }
    return new QuantizedWeights(
        new IntTensor(weights.shape(), ElementType.INT8, integers),
        Tensor.vector(scales),
        Optional.empty());
  }

  private static float scale(Tensor weights, int start, int count, double scaledBias) {
    float largest = 0;
    for (int i = start; i < start + count; i++) {
      largest = Math.max(largest, Math.abs(weights.at(i)));
    }
    double scale = Math.max((double) largest / LARGEST, Math.abs(scaledBias) / LARGEST_BIAS);
    return scale >= Float.MIN_NORMAL ? (float) scale : 1;
  }
}
