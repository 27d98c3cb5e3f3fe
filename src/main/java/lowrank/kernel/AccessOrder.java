package lowrank.kernel;

import lowrank.tensor.Shape;

/**
 * In which order C for a kernel reads its input and writes its output; it tells how far the two may
 * lie over each other. Output pixels are computed row by row, in groups of consecutive ones; once a
 * group is written, only windows of later groups are read. A last group that is not full starts
 * earlier, so that its first pixels are computed again.
 *
 * <p>That memory is overwritten as it is read goes back to Blacker, Bridges and Hadfield, "Diagonal
 * memory optimisation for machine learning on micro-controllers", arXiv 2010.01668; the distances
 * here follow from the order alone.
 *
 * @param pixels of a group, at least 1
 */
public record AccessOrder(int pixels, Reads reads) {
  /** When a group's windows are read. */
  public enum Reads {
    /** At any time until the last value of the group is written. */
    THROUGHOUT,
    /** All before the first value of the group is written. */
    FIRST,
    /**
     * Those of one channel, for all pixels of the group, before that channel's values are written,
     * channels in order. Input and output have the same channels.
     */
    CHANNELWISE
  }

  /** Checks the range. */
  public AccessOrder {
    if (pixels < 1) {
      throw new IllegalArgumentException(pixels + " pixels, " + reads);
    }
  }

  /**
   * Bytes by which the output must start before the input so that nothing is overwritten that is
   * still to be read; at most the output's size, at which they lie apart.
   *
   * @param input rows, columns and channels
   * @param inputBytes of an element
   * @param output rows, columns and channels
   * @param outputBytes of an element
   */
  public int lead(Window window, Shape input, int inputBytes, Shape output, int outputBytes) {
    int pixel = output.channels() * outputBytes;
    int count = output.height() * output.width();
    int[] starts = starts(window, input, inputBytes, output);
    int groups = (count + pixels - 1) / pixels;
    int lead = 0;
    int later = Integer.MAX_VALUE;
    for (int group = groups - 1; group >= 0; group--) {
      int end = Math.min(count, (group + 1) * pixels);
      int own = Integer.MAX_VALUE;
      for (int p = Math.max(0, end - pixels); p < end; p++) {
        own = Math.min(own, starts[p]);
      }
      int whole = reads == Reads.THROUGHOUT ? Math.min(later, own) : later;
      lead = Math.max(lead, beyond(end * pixel, whole));
      if (reads == Reads.CHANNELWISE && output.channels() > 1) {
        int widening = Math.max(0, outputBytes - inputBytes) * (output.channels() - 1);
        lead = Math.max(lead, beyond((end - 1) * pixel + widening, own));
      }
      later = Math.min(later, own);
    }
    return Math.min(lead, count * pixel);
  }

  private static int beyond(int written, int read) {
    return read == Integer.MAX_VALUE ? 0 : written - read;
  }

  /** First byte of each output pixel's window in the image; the largest integer if it is empty. */
  private static int[] starts(Window window, Shape input, int inputBytes, Shape output) {
    int[] starts = new int[output.height() * output.width()];
    for (int y = 0; y < output.height(); y++) {
      int row =
          first(
              y * window.strideHeight() - window.padTop(),
              window.kernelHeight(),
              window.dilationHeight(),
              input.height());
      for (int x = 0; x < output.width(); x++) {
        int column =
            first(
                x * window.strideWidth() - window.padLeft(),
                window.kernelWidth(),
                window.dilationWidth(),
                input.width());
        starts[y * output.width() + x] =
            row < 0 || column < 0
                ? Integer.MAX_VALUE
                : (row * input.width() + column) * input.channels() * inputBytes;
      }
    }
    return starts;
  }

  /** The first position of a window inside; -1 if there is none. */
  private static int first(int start, int taps, int dilation, int size) {
    for (int tap = 0; tap < taps; tap++) {
      int position = start + tap * dilation;
      if (position >= 0) {
        return position < size ? position : -1;
      }
    }
    return -1;
  }
}
