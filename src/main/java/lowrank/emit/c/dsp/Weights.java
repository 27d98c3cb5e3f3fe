package lowrank.emit.c.dsp;

import lowrank.kernel.ConvolutionKernel;

/** Weights as words of four, in the order in which lanes want them. */
final class Weights {
  /** Bytes of a word's group, by pair. */
  private static final int[][] PAIRS = {{0, 2}, {1, 3}};

  static final String PAIRED =
      "Order: two output channels a, b together; of them for every four inputs 0 to 3 (kernel row,"
          + " kernel column, input channel, filled up with 0) the words a0 b0 a2 b2 and a1 b1 a3 b3,"
          + " lowest byte first; a last channel alone in words of 0 1 2 3.";

  static final String WIDE =
      "Order: two output channels a, b together; of them for every four inputs 0 to 3 (kernel row,"
          + " kernel column, input channel, filled up with 0) the pairs of 16-bit values a0 a2, b0"
          + " b2, a1 a3 and b1 b3, lower half first; a last channel alone.";

  static final String FOUR =
      "Order: four output channels together; of them for every four inputs (kernel row, kernel"
          + " column, input channel, filled up with 0) a word of each, lowest byte first; last"
          + " channels alone.";

  static final String CHANNELS =
      "Order: four channels together, the last ones those before them again if need be; of them for"
          + " every kernel row and column a word, lowest byte first.";

  private final int[] values;
  private final int length;
  private final int[] words;
  private int position;

  /** Weights of a channel that is multiplied with 0 count as 0. */
  private Weights(ConvolutionKernel kernel) {
    length = kernel.multipliesPerOutput();
    values = kernel.weights().toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = kernel.requantiser().multipliers().at(i / length) == 0 ? 0 : values[i];
    }
    words = new int[(length + 3) / 4 * (values.length / length)];
  }

  /** See {@link #CHANNELS}. */
  static int[] channels(ConvolutionKernel kernel) {
    Weights weights = new Weights(kernel);
    int channels = weights.values.length / weights.length;
    int[] words = new int[(channels + 3) / 4 * weights.length];
    for (int i = 0; i < words.length; i++) {
      int first = Math.min(i / weights.length * 4, channels - 4);
      int tap = i % weights.length;
      words[i] =
          word(
              weights.at(first, tap),
              weights.at(first + 1, tap),
              weights.at(first + 2, tap),
              weights.at(first + 3, tap));
    }
    return words;
  }

  /** See {@link #PAIRED}. */
  static int[] paired(ConvolutionKernel kernel) {
    Weights weights = new Weights(kernel);
    int channels = weights.values.length / weights.length;
    for (int channel = 0; channel + 1 < channels; channel += 2) {
      for (int first = 0; first < weights.length; first += 4) {
        for (int[] pair : PAIRS) {
          weights.add(
              weights.at(channel, first + pair[0]),
              weights.at(channel + 1, first + pair[0]),
              weights.at(channel, first + pair[1]),
              weights.at(channel + 1, first + pair[1]));
        }
      }
    }
    return weights.withLast(channels % 2);
  }

  /** See {@link #WIDE}. */
  static int[] wide(ConvolutionKernel kernel) {
    Weights weights = new Weights(kernel);
    int channels = weights.values.length / weights.length;
    int[] words = new int[2 * weights.words.length];
    int position = 0;
    for (int channel = 0; channel < channels; channel += 2) {
      int last = Math.min(channel + 2, channels);
      for (int first = 0; first < weights.length; first += 4) {
        for (int[] pair : PAIRS) {
          for (int each = channel; each < last; each++) {
            int low = weights.at(each, first + pair[0]);
            int high = weights.at(each, first + pair[1]);
            words[position++] = (low & 0xffff) | high << 16;
          }
        }
      }
    }
    return words;
  }

  /** See {@link #FOUR}. */
  static int[] four(ConvolutionKernel kernel) {
    Weights weights = new Weights(kernel);
    int channels = weights.values.length / weights.length;
    for (int channel = 0; channel + 3 < channels; channel += 4) {
      for (int first = 0; first < weights.length; first += 4) {
        for (int i = 0; i < 4; i++) {
          weights.addWord(channel + i, first);
        }
      }
    }
    return weights.withLast(channels % 4);
  }

  private int[] withLast(int count) {
    int channels = values.length / length;
    for (int channel = channels - count; channel < channels; channel++) {
      for (int first = 0; first < length; first += 4) {
        addWord(channel, first);
      }
    }
    return words;
  }

  private void addWord(int channel, int first) {
    add(at(channel, first), at(channel, first + 1), at(channel, first + 2), at(channel, first + 3));
  }

  private void add(int lowest, int second, int third, int highest) {
    words[position++] = word(lowest, second, third, highest);
  }

  private static int word(int lowest, int second, int third, int highest) {
    return (lowest & 0xff) | (second & 0xff) << 8 | (third & 0xff) << 16 | (highest & 0xff) << 24;
  }

  private int at(int channel, int index) {
    return index < length ? values[channel * length + index] : 0;
  }
}
