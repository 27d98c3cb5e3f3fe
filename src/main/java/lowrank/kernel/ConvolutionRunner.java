package lowrank.kernel;

import java.util.Arrays;
import lowrank.fixed.Multiplier;
import lowrank.fixed.Requantiser;
import lowrank.tensor.Shape;

/**
 * Convolution as products of matrices, a block of output pixels and a group of channels at a time:
 * of the weights and the windows of the pixels, whichever has longer rows on the right.
 */
final class ConvolutionRunner implements Kernel.Runner {
  /** Output pixels of one block at most. */
  private static final int BLOCK = 256;

  private final Shape in;
  private final Shape out;
  private final Window window;
  private final int groups;
  private final int zeroPoint;
  private final int length;
  private final int block;
  private final boolean pixelsRight;
  private final int[][][] weights;
  private final int[] bias;
  private final Requantiser requantiser;
  private final Multiplier[] multipliers;

  ConvolutionRunner(ConvolutionKernel kernel) {
    in = kernel.inputImage();
    out = kernel.outputImage();
    window = kernel.window();
    groups = kernel.groups();
    zeroPoint = kernel.input().type().zeroPoint();
    length = window.taps() * in.channels() / groups;
    int pixels = out.height() * out.width();
    int blocks = (pixels + BLOCK - 1) / BLOCK;
    block = (pixels + blocks - 1) / blocks;
    pixelsRight = block >= out.channels() / groups;
    weights = weights(kernel.weights().toArray());
    bias = kernel.bias().toArray();
    requantiser = kernel.requantiser();
    multipliers = new Multiplier[out.channels()];
    for (int channel = 0; channel < multipliers.length; channel++) {
      multipliers[channel] =
          new Multiplier(requantiser.multipliers().at(channel), requantiser.shifts().at(channel));
    }
  }

  private int perGroup() {
    return out.channels() / groups;
  }

  /** The matrix of each group. */
  private int[][][] weights(int[] values) {
    int[][][] all = new int[groups][][];
    Arrays.setAll(all, group -> matrix(!pixelsRight, perGroup()));
    for (int channel = 0; channel < out.channels(); channel++) {
      int[][] matrix = all[channel / perGroup()];
      for (int i = 0; i < length; i++) {
        set(matrix, !pixelsRight, channel % perGroup(), i, values[channel * length + i]);
      }
    }
    return all;
  }

  /** Of windows or weights, {@code count} of them: one a column on the right, one a row else. */
  private int[][] matrix(boolean right, int count) {
    return right
        ? new int[IntegerProduct.depth(length)][count]
        : new int[count][IntegerProduct.depth(length)];
  }

  private static void set(int[][] matrix, boolean right, int index, int i, int value) {
    if (right) {
      matrix[i][index] = value;
    } else {
      matrix[index][i] = value;
    }
  }

  @Override
  public long run(int[][] inputs, int[] output) {
    int[][] planes = planes(inputs[0]);
    int[][] windows = matrix(pixelsRight, block);
    int[][] left = pixelsRight ? weights[0] : windows;
    int[][] sums = new int[left.length][pixelsRight ? block : perGroup()];
    long multiplies = 0;
    int pixels = out.height() * out.width();
    for (int first = 0; first < pixels; first += block) {
      int count = Math.min(block, pixels - first);
      for (int group = 0; group < groups; group++) {
        gather(planes, first, count, group, windows);
        for (int[] row : sums) {
          Arrays.fill(row, 0);
        }
        if (pixelsRight) {
          IntegerProduct.add(weights[group], windows, sums);
        } else {
          IntegerProduct.add(windows, weights[group], sums);
        }
        multiplies += (long) length * count * perGroup();
        requantise(sums, first, count, group, output);
      }
    }
    return multiplies;
  }

  /** The input channel by channel, less the zero point. */
  private int[][] planes(int[] input) {
    int[][] planes = new int[in.channels()][in.height() * in.width()];
    for (int pixel = 0; pixel < in.height() * in.width(); pixel++) {
      for (int channel = 0; channel < in.channels(); channel++) {
        planes[channel][pixel] = input[pixel * in.channels() + channel] - zeroPoint;
      }
    }
    return planes;
  }

  /** Reads what a group sees of the windows of output pixels, line by line of the output. */
  private void gather(int[][] planes, int first, int count, int group, int[][] windows) {
    int channels = in.channels() / groups;
    int stop;
    for (int pixel = 0; pixel < count; pixel = stop) {
      int y = (first + pixel) / out.width();
      int x = (first + pixel) % out.width();
      stop = Math.min(count, pixel + out.width() - x);
      for (int tap = 0; tap < window.taps(); tap++) {
        int row =
            y * window.strideHeight()
                - window.padTop()
                + tap / window.kernelWidth() * window.dilationHeight();
        int column =
            x * window.strideWidth()
                - window.padLeft()
                + tap % window.kernelWidth() * window.dilationWidth();
        for (int channel = 0; channel < channels; channel++) {
          int[] plane = planes[group * channels + channel];
          gather(plane, row, column, windows, pixel, stop, tap * channels + channel);
        }
      }
    }
  }

  /** What neighbouring pixels see of one channel through one tap. */
  private void gather(
      int[] plane, int row, int column, int[][] windows, int pixel, int stop, int i) {
    boolean outside = row < 0 || row >= in.height();
    int from = row * in.width() + column;
    int last = column + stop - pixel - 1;
    if (pixelsRight && window.strideWidth() == 1) {
      int before = outside ? stop - pixel : Math.min(stop - pixel, Math.max(0, -column));
      int behind = outside ? 0 : Math.min(stop - pixel, Math.max(0, last - in.width() + 1));
      int inside = Math.max(0, stop - pixel - before - behind);
      Arrays.fill(windows[i], pixel, pixel + before, 0);
      if (inside > 0) {
        System.arraycopy(plane, from + before, windows[i], pixel + before, inside);
      }
      Arrays.fill(windows[i], stop - behind, stop, 0);
      return;
    }
    for (int p = pixel; p < stop; p++) {
      int offset = (p - pixel) * window.strideWidth();
      boolean inside = !outside && column + offset >= 0 && column + offset < in.width();
      set(windows, pixelsRight, p, i, inside ? plane[from + offset] : 0);
    }
  }

  private void requantise(int[][] sums, int first, int count, int group, int[] output) {
    int zero = requantiser.zeroPoint();
    int minimum = requantiser.minimum();
    int maximum = requantiser.maximum();
    int channels = out.channels();
    for (int t = 0; t < perGroup(); t++) {
      int channel = group * perGroup() + t;
      Multiplier multiplier = multipliers[channel];
      for (int pixel = 0; pixel < count; pixel++) {
        int sum = bias[channel] + (pixelsRight ? sums[t][pixel] : sums[pixel][t]);
        int value = multiplier.apply(sum, requantiser.rounding()) + zero;
        output[(first + pixel) * channels + channel] = Math.max(minimum, Math.min(maximum, value));
      }
    }
  }
}
