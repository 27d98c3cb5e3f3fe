package lowrank.quantize;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import lowrank.fixed.QuantizedWeights;
import lowrank.kernel.ConvolutionKernel;
import lowrank.operator.WeightedOperator;
import lowrank.patch.MomentSums;
import lowrank.patch.PatchReader;
import lowrank.tensor.ElementType;
import lowrank.tensor.IntTensor;
import lowrank.tensor.Shape;

/**
 * Rounds a layer's weights to integers so that its responses come near those that are wanted: for
 * each output channel, with its real weights w, its scale s, the covariance C of the patches x̂
 * that the layer reads and D = E y x̂ᵀ of the wanted response y, the integers z with a small E (y −
 * s z · x̂)² + λ ‖s z − w‖², means taken out. Cyclic coordinate descent: one integer after another
 * takes the best value for all the others as they are, from the nearest ones on until none changes
 * (Behdin et al. 2023, "QuantEase", arXiv 2309.01885, section 3). That error never rises. Where
 * wanted responses are not known, or there are too few patches to learn from them, y is w · x̂.
 */
final class WeightRounding {
  /** Longest patch of a group whose covariance is taken; longer ones are rounded to nearest. */
  static final int LONGEST_PATCH = 1600;

  /** Share of the mean variance that is added to all variances: directions hardly seen count. */
  private static final double RIDGE = 1e-2;

  private static final int SWEEPS = 20;

  /** Patches for each input of a layer from which on it makes good what those before it lost. */
  private static final int PATCHES_PER_INPUT = 10;

  private final WeightedOperator operator;
  private final ConvolutionKernel kernel;
  private final PatchReader reader;
  private final int length;

  /**
   * Rounding for one layer.
   *
   * @param kernel of the operator in integers
   * @param input shape of the value that it reads
   */
  WeightRounding(WeightedOperator operator, ConvolutionKernel kernel, Shape input) {
    this.operator = operator;
    this.kernel = kernel;
    this.reader = new PatchReader(operator, input);
    this.length = kernel.multipliesPerOutput();
  }

  /**
   * The same scales with other integers in [-127, 127].
   *
   * @param nearest to the operator's weights
   * @param inputs real values of what the layer reads, one array for each sample
   * @param wanted responses of each sample, pixel after pixel; empty if they are not known
   */
  QuantizedWeights round(QuantizedWeights nearest, List<float[]> inputs, List<float[]> wanted) {
    if (length > LONGEST_PATCH) {
      return nearest;
    }
    int[] integers = nearest.weights().toArray();
    int channels = operator.outputChannels() / kernel.groups();
    for (int group = 0; group < kernel.groups(); group++) {
      MomentSums.Moments moments = moments(group, inputs, wanted);
      double[] covariance = moments.covariance();
      double ridge = addRidge(covariance);
      int first = group * channels;
      IntStream.range(first, first + channels)
          .parallel()
          .forEach(
              channel ->
                  descend(
                      channel,
                      nearest.scale(channel),
                      covariance,
                      goal(channel, channel - first, covariance, ridge, moments),
                      integers));
    }
    return new QuantizedWeights(
        new IntTensor(nearest.weights().shape(), ElementType.INT8, integers),
        nearest.scales(),
        Optional.empty());
  }

  private MomentSums.Moments moments(int group, List<float[]> inputs, List<float[]> wanted) {
    int groups = kernel.groups();
    int channels = wanted.isEmpty() ? 0 : operator.outputChannels() / groups;
    MomentSums sums = new MomentSums(length, channels);
    double[] patch = new double[reader.length()];
    for (int sample = 0; sample < inputs.size(); sample++) {
      float[] input = inputs.get(sample);
      float[] responses = wanted.isEmpty() ? new float[0] : wanted.get(sample);
      int[] next = {group * channels};
      reader.forEachPixel(
          sample,
          1,
          (index, pixel) -> {
            reader.readPatch(input, index, pixel, patch, 0);
            sums.add(
                (x, from, y, to) -> {
                  PatchReader.readGroup(patch, group, groups, kernel.groupChannels(), x, from);
                  for (int t = 0; t < channels; t++) {
                    y[to + t] = responses[next[0] + t];
                  }
                });
            next[0] += operator.outputChannels();
          });
    }
    return sums.moments();
  }

  /** Adds to the diagonal; returns how much. */
  private double addRidge(double[] covariance) {
    double trace = 0;
    for (int i = 0; i < length; i++) {
      trace += covariance[i * length + i];
    }
    double ridge = trace > 0 ? RIDGE * trace / length : 1;
    for (int i = 0; i < length; i++) {
      covariance[i * length + i] += ridge;
    }
    return ridge;
  }

  /** What C s z is to come near: D + λ w of the channel, C w where responses are not known. */
  private double[] goal(
      int channel, int row, double[] covariance, double ridge, MomentSums.Moments moments) {
    double[] goal = new double[length];
    boolean known =
        moments.cross().length > 0 && moments.count() >= (long) PATCHES_PER_INPUT * length;
    for (int i = 0; i < length; i++) {
      double weight = operator.weights().at(channel * length + i);
      if (known) {
        goal[i] += moments.cross()[row * length + i] + ridge * weight;
      } else {
        addRow(goal, weight, covariance, i);
      }
    }
    return goal;
  }

  /** Changes the integers of one channel. */
  private void descend(
      int channel, double scale, double[] covariance, double[] goal, int[] integers) {
    int start = channel * length;
    double[] gradient = gradient(start, scale, covariance, goal, integers);
    boolean changed = true;
    for (int sweep = 0; sweep < SWEEPS && changed; sweep++) {
      changed = false;
      for (int i = 0; i < length; i++) {
        int present = integers[start + i];
        double best = present - gradient[i] / (scale * covariance[i * length + i]);
        int next =
            (int)
                Math.max(
                    -WeightQuantizer.LARGEST, Math.min(WeightQuantizer.LARGEST, Math.round(best)));
        if (next != present) {
          integers[start + i] = next;
          addRow(gradient, scale * (next - present), covariance, i);
          changed = true;
        }
      }
    }
  }

  /** C s z less the goal. */
  private double[] gradient(
      int start, double scale, double[] covariance, double[] goal, int[] integers) {
    double[] gradient = new double[length];
    for (int i = 0; i < length; i++) {
      addRow(gradient, scale * integers[start + i], covariance, i);
    }
    for (int i = 0; i < length; i++) {
      gradient[i] -= goal[i];
    }
    return gradient;
  }

  private void addRow(double[] target, double factor, double[] covariance, int row) {
    for (int j = 0; j < length; j++) {
      target[j] += factor * covariance[row * length + j];
    }
  }
}
