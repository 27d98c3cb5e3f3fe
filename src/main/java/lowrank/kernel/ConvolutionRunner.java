package lowrank.kernel;

import lowrank.fixed.Multiplier;
import lowrank.fixed.Requantiser;
import lowrank.tensor.Shape;

/** Convolution by gathering one window at a time and multiplying it with every output channel. */
final class ConvolutionRunner implements Kernel.Runner {
  private final Shape in;
  private final Shape out;
  private final Window window;
  private final int groups;
  private final int zeroPoint;
  private final int[] weights;
  private final int[] bias;
  private final Requantiser requantiser;
  private final Multiplier[] multipliers;

  ConvolutionRunner(ConvolutionKernel kernel) {
    in = kernel.inputImage();
    out = kernel.outputImage();
    window = kernel.window();
    groups = kernel.groups();
    zeroPoint = kernel.input().type().zeroPoint();
    weights = kernel.weights().toArray();
    bias = kernel.bias().toArray();
    requantiser = kernel.requantiser();
    multipliers = new Multiplier[out.channels()];
    for (int channel = 0; channel < multipliers.length; channel++) {
      multipliers[channel] =
          new Multiplier(requantiser.multipliers().at(channel), requantiser.shifts().at(channel));
    }
  }

  @Override
  public long run(int[][] inputs, int[] output) {
    int length = window.taps() * in.channels() / groups;
    int[] patch = new int[length * groups];
    long multiplies = 0;
    int position = 0;
    for (int y = 0; y < out.height(); y++) {
      for (int x = 0; x < out.width(); x++) {
        gather(inputs[0], y, x, patch);
        for (int channel = 0; channel < out.channels(); channel++) {
          int group = channel / (out.channels() / groups);
          int sum = bias[channel] + dot(patch, group * length, channel * length, length);
          multiplies += length;
          output[position++] = requantise(sum, channel);
        }
      }
    }
    return multiplies;
  }

  /**
   * Copies the window of output pixel (y, x) less the zero point, group by group, taps in order.
   */
  private void gather(int[] input, int y, int x, int[] patch) {
    int perGroup = in.channels() / groups;
    int groupSize = window.taps() * perGroup;
    for (int ky = 0; ky < window.kernelHeight(); ky++) {
      int row = y * window.strideHeight() - window.padTop() + ky * window.dilationHeight();
      for (int kx = 0; kx < window.kernelWidth(); kx++) {
        int column = x * window.strideWidth() - window.padLeft() + kx * window.dilationWidth();
        boolean inside = row >= 0 && row < in.height() && column >= 0 && column < in.width();
        int source = (row * in.width() + column) * in.channels();
        int tap = (ky * window.kernelWidth() + kx) * perGroup;
        for (int group = 0; group < groups; group++) {
          int target = group * groupSize + tap;
          for (int channel = 0; channel < perGroup; channel++) {
            patch[target + channel] = inside ? input[source++] - zeroPoint : 0;
          }
        }
      }
    }
  }

  private int dot(int[] patch, int patchStart, int weightStart, int length) {
    int sum = 0;
    for (int i = 0; i < length; i++) {
      sum += patch[patchStart + i] * weights[weightStart + i];
    }
    return sum;
  }

  private int requantise(int sum, int channel) {
    int value = multipliers[channel].apply(sum, requantiser.rounding()) + requantiser.zeroPoint();
    return Math.max(requantiser.minimum(), Math.min(requantiser.maximum(), value));
  }
}
