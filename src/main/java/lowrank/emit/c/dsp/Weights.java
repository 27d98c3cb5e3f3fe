package lowrank.emit.c.dsp;

import lowrank.kernel.ConvolutionKernel;

/** Weights as words of four, in the order in which lanes want them. */
final class Weights {
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

  private Weights(ConvolutionKernel kernel) {
    length = kernel.multipliesPerOutput();
    values = kernel.weights().toArray();
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
