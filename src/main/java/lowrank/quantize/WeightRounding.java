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
 * Rounds a layer's weights to integers so that its responses change least: for each output channel,
 * with its real weights w, its scale s and the covariance C of the patches that the layer reads,
 * the integers z with a small (s z − w)ᵀ C (s z − w). Cyclic coordinate descent: one integer after
 * another takes the best value for all the others as they are, from the nearest ones on until none
 * changes (Behdin et al. 2023, "QuantEase", arXiv 2309.01885, section 3). The error never rises.
 */
final class WeightRounding {
  /** Longest patch of a group whose covariance is taken; longer ones are rounded to nearest. */
  static final int LONGEST_PATCH = 1600;

  /** Share of the mean variance that is added to all variances: directions hardly seen count. */
  private static final double RIDGE = 1e-2;

  private static final int SWEEPS = 20;

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
   */
  QuantizedWeights round(QuantizedWeights nearest, List<float[]> inputs) {
    if (length > LONGEST_PATCH) {
      return nearest;
    }
    int[] integers = nearest.weights().toArray();
    int channels = operator.outputChannels() / kernel.groups();
    for (int group = 0; group < kernel.groups(); group++) {
      double[] covariance = withRidge(covariance(group, inputs));
      IntStream.range(group * channels, (group + 1) * channels)
          .parallel()
          .forEach(channel -> descend(channel, nearest.scale(channel), covariance, integers));
    }
    return new QuantizedWeights(
        new IntTensor(nearest.weights().shape(), ElementType.INT8, integers),
        nearest.scales(),
        Optional.empty());
  }

  private double[] covariance(int group, List<float[]> inputs) {
    int groups = kernel.groups();
    MomentSums sums = groups == 1 ? new MomentSums(length, 0) : MomentSums.sequential(length, 0);
    double[] patch = new double[reader.length()];
    for (int sample = 0; sample < inputs.size(); sample++) {
      float[] input = inputs.get(sample);
      reader.forEachPixel(
          sample,
          1,
          (index, pixel) -> {
            reader.readPatch(input, index, pixel, patch, 0);
            sums.add(
                (x, from, y, none) ->
                    PatchReader.readGroup(patch, group, groups, kernel.groupChannels(), x, from));
          });
    }
    return sums.moments().covariance();
  }

  private double[] withRidge(double[] covariance) {
    double trace = 0;
    for (int i = 0; i < length; i++) {
      trace += covariance[i * length + i];
    }
    double ridge = trace > 0 ? RIDGE * trace / length : 1;
    for (int i = 0; i < length; i++) {
      covariance[i * length + i] += ridge;
    }
    return covariance;
  }

  /** Changes the integers of one channel. */
  private void descend(int channel, double scale, double[] covariance, int[] integers) {
    int start = channel * length;
    double[] gradient = gradient(start, scale, covariance, integers);
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

  /** C (s z − w). */
  private double[] gradient(int start, double scale, double[] covariance, int[] integers) {
    double[] gradient = new double[length];
    for (int i = 0; i < length; i++) {
      double error = scale * integers[start + i] - operator.weights().at(start + i);
      addRow(gradient, error, covariance, i);
    }
    return gradient;
  }

  private void addRow(double[] target, double factor, double[] covariance, int row) {
    for (int j = 0; j < length; j++) {
      target[j] += factor * covariance[row * length + j];
    }
  }
}
