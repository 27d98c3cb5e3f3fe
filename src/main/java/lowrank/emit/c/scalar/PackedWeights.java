package lowrank.emit.c.scalar;

import java.util.Arrays;
import java.util.stream.IntStream;
import lowrank.kernel.ConvolutionKernel;

/**
 * Weights as words of four, and how many of them may be summed up before two sums in one word must
 * be taken apart.
 *
 * <p>A word {@code x0 + x1 * 2^16} times weights gives {@code S0 + S1 * 2^16} modulo 2^32. With
 * {@code -2^15 <= S0, S1 < 2^15} the two are told apart: {@code S1} is {@code (sum + 2^15) >> 16}.
 * An input's magnitude is at most 128, so that the bound holds if the weights' magnitudes add up to
 * less than 256.
 */
final class PackedWeights {
  static final String ORDER =
      "Order: output channel, kernel row, kernel column, input channel, filled up with 0 to words of"
          + " four, lowest byte first.";

  private static final int WORD = 4;
  private static final int LARGEST_SUM = 255;
  private static final int[] RUNS = {4, 2};

  private PackedWeights() {}

  /** Products of a channel, filled up to whole words. */
  static int taps(ConvolutionKernel kernel) {
    return (kernel.multipliesPerOutput() + WORD - 1) / WORD * WORD;
  }

  /** Largest number of products for which the bound holds everywhere; 0 if there is none. */
  static int run(ConvolutionKernel kernel) {
    int[] padded = padded(kernel);
    return IntStream.of(RUNS).filter(run -> bounded(padded, run)).findFirst().orElse(0);
  }

  private static boolean bounded(int[] weights, int run) {
    for (int first = 0; first < weights.length; first += run) {
      int sum = 0;
      for (int i = first; i < first + run; i++) {
        sum += Math.abs(weights[i]);
      }
      if (sum > LARGEST_SUM) {
        return false;
      }
    }
    return true;
  }

  /** See {@link #ORDER}. */
  static int[] words(ConvolutionKernel kernel) {
    return words(padded(kernel));
  }

  /** The weights one after the other, in words that are filled up with 0. */
  static int[] inTurn(ConvolutionKernel kernel) {
    int[] weights = kernel.weights().toArray();
    return words(Arrays.copyOf(weights, (weights.length + WORD - 1) / WORD * WORD));
  }

  /** Words of bytes, the lowest first. */
  static int[] words(int[] padded) {
    return IntStream.range(0, padded.length / WORD)
        .map(
            word ->
                (padded[WORD * word] & 0xff)
                    | (padded[WORD * word + 1] & 0xff) << 8
                    | (padded[WORD * word + 2] & 0xff) << 16
                    | (padded[WORD * word + 3] & 0xff) << 24)
        .toArray();
  }

  private static int[] padded(ConvolutionKernel kernel) {
    int[] weights = kernel.weights().toArray();
    int length = kernel.multipliesPerOutput();
    int taps = taps(kernel);
    int[] padded = new int[weights.length / length * taps];
    for (int channel = 0; channel < weights.length / length; channel++) {
      System.arraycopy(weights, channel * length, padded, channel * taps, length);
    }
    return padded;
  }
}
