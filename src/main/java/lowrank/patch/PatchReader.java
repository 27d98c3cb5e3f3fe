package lowrank.patch;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import lowrank.kernel.Window;
import lowrank.operator.Conv2d;
import lowrank.operator.WeightedOperator;
import lowrank.tensor.Shape;

/**
 * Reads what a weighted operator multiplies for one output pixel: the patch under the kernel in the
 * order Dh, Dw, S of its weights, zero where it hangs over the edge; a dense layer's patch is its
 * whole input. Of large outputs only some pixels are read, others for every input, because
 * neighbouring patches tell little that is new.
 */
public final class PatchReader {
  /** Output pixels read of one input at most. */
  public static final int PIXELS = 64;

  private static final long SEED = 20_141;

  private final Window window;
  private final int inputHeight;
  private final int inputWidth;
  private final int inputChannels;
  private final int outputWidth;
  private final int outputPixels;
  private final int outputChannels;

  /**
   * Patches of an operator.
   *
   * @param input shape of the value that it reads
   */
  public PatchReader(WeightedOperator operator, Shape input) {
    boolean image = operator instanceof Conv2d;
    this.window = operator instanceof Conv2d convolution ? convolution.window() : Window.POINT;
    this.inputHeight = image ? input.height() : 1;
    this.inputWidth = image ? input.width() : 1;
    this.inputChannels = image ? input.channels() : input.elements();
    Shape output = operator.outputShape(List.of(input));
    this.outputWidth = image ? output.width() : 1;
    this.outputPixels = image ? output.height() * outputWidth : 1;
    this.outputChannels = image ? output.channels() : output.elements();
  }

  /** Elements of a patch, over all groups. */
  public int length() {
    return window.taps() * inputChannels;
  }

  /** Output channels. */
  public int outputs() {
    return outputChannels;
  }

  /** Takes an input's index in its batch and one of its output pixels. */
  @FunctionalInterface
  public interface PixelConsumer {
    void accept(int index, int pixel);
  }

  /** Visits the pixels to read of a batch whose first input is input {@code first} of all. */
  public void forEachPixel(int first, int count, PixelConsumer consumer) {
    for (int i = 0; i < count; i++) {
      for (int pixel : pixels(first + i)) {
        consumer.accept(i, pixel);
      }
    }
  }

  /** The output pixels to read for input {@code index}: all, or a seeded choice, ascending. */
  private int[] pixels(int index) {
    int[] pixels = new int[outputPixels];
    for (int i = 0; i < outputPixels; i++) {
      pixels[i] = i;
    }
    if (outputPixels <= PIXELS) {
      return pixels;
    }
    Random random = new Random(SEED + index);
    for (int i = 0; i < PIXELS; i++) {
      int other = i + random.nextInt(outputPixels - i);
      int swapped = pixels[i];
      pixels[i] = pixels[other];
      pixels[other] = swapped;
    }
    int[] chosen = Arrays.copyOf(pixels, PIXELS);
    Arrays.sort(chosen);
    return chosen;
  }

  /** Writes the patch of an output pixel of input {@code index} of a batch. */
  public void readPatch(float[] values, int index, int pixel, double[] target, int offset) {
    int channels = inputChannels;
    int base = index * inputHeight * inputWidth * channels;
    int top = pixel / outputWidth * window.strideHeight() - window.padTop();
    int left = pixel % outputWidth * window.strideWidth() - window.padLeft();
    int to = offset;
    for (int i = 0; i < window.kernelHeight(); i++) {
      int row = top + i * window.dilationHeight();
      for (int j = 0; j < window.kernelWidth(); j++, to += channels) {
        int column = left + j * window.dilationWidth();
        if (row < 0 || row >= inputHeight || column < 0 || column >= inputWidth) {
          Arrays.fill(target, to, to + channels, 0);
          continue;
        }
        int from = base + (row * inputWidth + column) * channels;
        for (int s = 0; s < channels; s++) {
          target[to + s] = values[from + s];
        }
      }
    }
  }

  /**
   * Writes what one group of a convolution reads of a patch.
   *
   * @param patch over all groups, as {@link #readPatch} writes it
   * @param channels input channels of one group
   */
  public static void readGroup(
      double[] patch, int group, int groups, int channels, double[] target, int offset) {
    int from = group * channels;
    for (int to = offset; from < patch.length; from += groups * channels, to += channels) {
      System.arraycopy(patch, from, target, to, channels);
    }
  }

  /** Adds {@code factor} times an output pixel of input {@code index} of a batch. */
  public void addResponse(
      float[] values, double factor, int index, int pixel, double[] target, int offset) {
    int from = (index * outputPixels + pixel) * outputChannels;
    for (int t = 0; t < outputChannels; t++) {
      target[offset + t] += factor * values[from + t];
    }
  }
}
