package lowrank.kernel;

import java.util.Arrays;
import lowrank.fixed.Multiplier;
import lowrank.fixed.Requantiser;
import lowrank.tensor.Shape;

/** Transposed convolution by scattering each input pixel over the sums that it touches. */
final class TransposedConvolutionRunner implements Kernel.Runner {
  private final Shape in;
  private final Shape out;
  private final Window window;
  private final int zeroPoint;
  private final int[] weights;
  private final int[] bias;
  private final Requantiser requantiser;
  private final Multiplier[] multipliers;

  TransposedConvolutionRunner(TransposedConvolutionKernel kernel) {
    in = kernel.input().shape();
    out = kernel.output().shape();
    window = kernel.window();
    zeroPoint = kernel.input().type().zeroPoint();
    weights = kernel.weights().toArray();
    bias = kernel.bias().toArray();
    requantiser = kernel.requantiser();
    multipliers = new Multiplier[out.channels()];
    Arrays.setAll(
        multipliers,
        channel ->
            new Multiplier(
                requantiser.multipliers().at(channel), requantiser.shifts().at(channel)));
  }

  @Override
  public long run(int[][] inputs, int[] output) {
    for (int i = 0; i < output.length; i++) {
      output[i] = bias[i % bias.length];
    }
    long multiplies = 0;
    for (int y = 0; y < in.height(); y++) {
      for (int x = 0; x < in.width(); x++) {
        multiplies += scatter(inputs[0], y, x, output);
      }
    }
    for (int i = 0; i < output.length; i++) {
      output[i] = requantise(output[i], i % bias.length);
    }
    return multiplies;
  }

  private long scatter(int[] input, int y, int x, int[] sums) {
    int from = (y * in.width() + x) * in.channels();
    long multiplies = 0;
    for (int ky = 0; ky < window.kernelHeight(); ky++) {
      int row = y * window.strideHeight() - window.padTop() + ky;
      for (int kx = 0; kx < window.kernelWidth(); kx++) {
        int column = x * window.strideWidth() - window.padLeft() + kx;
        boolean inside = row >= 0 && row < out.height() && column >= 0 && column < out.width();
        int tap = (ky * window.kernelWidth() + kx) * in.channels();
        for (int channel = 0; channel < out.channels(); channel++) {
          int product = dot(input, from, channel * window.taps() * in.channels() + tap);
          multiplies += in.channels();
          if (inside) {
            sums[(row * out.width() + column) * out.channels() + channel] += product;
          }
        }
      }
    }
    return multiplies;
  }

  private int dot(int[] input, int from, int weight) {
    int sum = 0;
    for (int i = 0; i < in.channels(); i++) {
      sum += (input[from + i] - zeroPoint) * weights[weight + i];
    }
    return sum;
  }

  private int requantise(int sum, int channel) {
    int value = multipliers[channel].apply(sum, requantiser.rounding()) + requantiser.zeroPoint();
    return Math.max(requantiser.minimum(), Math.min(requantiser.maximum(), value));
  }
}
