package lowrank.quantize;

import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.Window;
import lowrank.tensor.Shape;

/**
 * Mean input of a convolution at every kernel point and input channel, over all output pixels and
 * samples; padding counts as 0. The mean of the sum before the activation is linear in it.
 */
final class TapMeans {
  private final Shape in;
  private final Shape out;
  private final Window window;
  private final int groups;

  /** Sums over the samples, element by element of the input. */
  private final double[] sums;

  /** Sums over samples and output pixels by kernel point and channel; null if not known. */
  private double[] taps;

  private long pixels;

  /** No samples yet. */
  TapMeans(ConvolutionKernel kernel) {
    in = kernel.inputImage();
    out = kernel.outputImage();
    window = kernel.window();
    groups = kernel.groups();
    sums = new double[in.elements()];
  }

  /** Adds the input of one sample, which starts at {@code start}. */
  void add(float[] input, int start) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += input[start + i];
    }
    pixels += (long) out.height() * out.width();
    taps = null;
  }

  private double[] taps() {
    if (taps == null) {
      taps = new double[window.taps() * in.channels()];
      for (int y = 0; y < out.height(); y++) {
        for (int ky = 0; ky < window.kernelHeight(); ky++) {
          int row = y * window.strideHeight() - window.padTop() + ky * window.dilationHeight();
          if (row >= 0 && row < in.height()) {
            addRow(row * in.width() * in.channels(), ky);
          }
        }
      }
    }
    return taps;
  }

  private void addRow(int rowStart, int ky) {
    int columns = in.width();
    int channels = in.channels();
    int outputs = out.width();
    for (int x = 0; x < outputs; x++) {
      for (int kx = 0; kx < window.kernelWidth(); kx++) {
        int column = x * window.strideWidth() - window.padLeft() + kx * window.dilationWidth();
        if (column >= 0 && column < columns) {
          int source = rowStart + column * channels;
          int target = (ky * window.kernelWidth() + kx) * channels;
          for (int channel = 0; channel < channels; channel++) {
            taps[target + channel] += sums[source + channel];
          }
        }
      }
    }
  }

  /**
   * Mean of the weighted sum of output channel {@code channel}.
   *
   * @param weights of that channel: kernel points by input channels of one group
   */
  double weightedMean(int channel, double[] weights) {
    double[] all = taps();
    int perGroup = in.channels() / groups;
    int first = channel / (out.channels() / groups) * perGroup;
    double mean = 0;
    for (int tap = 0; tap < window.taps(); tap++) {
      for (int i = 0; i < perGroup; i++) {
        mean += weights[tap * perGroup + i] * all[tap * in.channels() + first + i] / pixels;
      }
    }
    return mean;
  }
}
