package lowrank.emit.c.dsp;

import java.util.List;
import lowrank.emit.c.Accumulation;
import lowrank.emit.c.CText;
import lowrank.emit.c.ConstantModel;
import lowrank.emit.c.FoldedScale;
import lowrank.emit.c.LayerContext;
import lowrank.fixed.Requantiser;
import lowrank.kernel.ConvolutionKernel;

/**
 * All that the sums of a block of pixels read of a layer, in the order in which they do: of two
 * output channels the biases, the weights, the multipliers and the shifts; a last channel alone.
 */
final class BlockTable {
  private static final String NARROW =
      "for every kernel row, four inputs 0 to 3 and tap, from the last, the words a0 b0 a2 b2 and a1"
          + " b1 a3 b3, lowest byte first";
  private static final String NARROW_GROUPS =
      "for every kernel row and four inputs 0 to 3 the pairs, each of all taps from the last: bytes"
          + " a0 b0 a2 b2, then a1 b1 a3 b3, lowest byte first";
  private static final String WIDE =
      "for every kernel row and four inputs 0 to 3 the pairs of 16-bit values, each of all taps from"
          + " the last: a0 a2 and b0 b2, then a1 a3 and b1 b3, lower half first";

  private final ConvolutionKernel kernel;
  private final Strip strip;
  private final boolean wide;
  private final int[] weights;
  private final int length;
  private final int[] words;
  private int position;

  private BlockTable(ConvolutionKernel kernel, Strip strip, boolean wide) {
    this.kernel = kernel;
    this.strip = strip;
    this.wide = wide;
    this.weights = kernel.weights().toArray();
    this.length = kernel.multipliesPerOutput();
    int channels = kernel.outputImage().channels();
    int products = strip.weights() * (wide ? 2 : 1);
    this.words = new int[channels * (products + 2) + (channels + 1) / 2];
  }

  /** The table of a layer. */
  static ConstantModel of(
      ConvolutionKernel kernel,
      LayerContext context,
      FoldedScale scale,
      Strip strip,
      boolean wide) {
    String order =
        wide
            ? WIDE
            : strip.taps() == 1 ? NARROW.replace(" and tap, from the last,", "") : NARROW_GROUPS;
    return ConstantModel.words(
        context.function() + "_weights",
        List.of(
            CText.format(
                "%s, %s, weights, output channels x kernel rows x kernel columns x input channels;"
                    + " biases, less the input's zero point (%d) times the sum of the weights;"
                    + " multipliers%s; %s.",
                context.layer(),
                kernel.weights().shape(),
                kernel.input().type().zeroPoint(),
                scale.once() ? "" : ", doubled, less 2^32",
                scale.shifts()),
            context.source(),
            CText.format(
                "Order: two output channels a, b together; of them both biases; %s, filled up with"
                    + " 0; both multipliers; both shifts in one word. A last channel alone.",
                order)),
        new BlockTable(kernel, strip, wide).filled(context, scale));
  }

  private int[] filled(LayerContext context, FoldedScale scale) {
    Requantiser requantiser = kernel.requantiser();
    int[] bias = Accumulation.of(kernel, context.layer()).bias();
    int channels = bias.length;
    for (int first = 0; first < channels; first += 2) {
      int last = Math.min(first + 1, channels - 1);
      for (int channel = first; channel <= last; channel++) {
        add(bias[channel]);
      }
      if (last == first) {
        addAlone(first);
      } else {
        addTwo(first);
      }
      int shifts = 0;
      for (int channel = first; channel <= last; channel++) {
        add(scale.multiplier(requantiser, channel));
        shifts |= scale.shift(requantiser, channel) << (8 * (channel - first));
      }
      add(shifts);
    }
    return words;
  }

  private void addTwo(int channel) {
    for (int group = 0; group < strip.weights(); group += strip.taps()) {
      for (int odd = 0; odd < 2; odd++) {
        for (int word = group; word < group + strip.taps(); word++) {
          if (wide) {
            add(pair(channel, word, odd));
            add(pair(channel + 1, word, odd));
          } else {
            add(
                bytes(
                    at(channel, word, odd),
                    at(channel + 1, word, odd),
                    at(channel, word, odd + 2),
                    at(channel + 1, word, odd + 2)));
          }
        }
      }
    }
  }

  private void addAlone(int channel) {
    for (int word = 0; word < strip.weights(); word++) {
      if (wide) {
        add(pair(channel, word, 0));
        add(pair(channel, word, 1));
      } else {
        add(
            bytes(
                at(channel, word, 0),
                at(channel, word, 1),
                at(channel, word, 2),
                at(channel, word, 3)));
      }
    }
  }

  private int pair(int channel, int word, int odd) {
    return (at(channel, word, odd) & 0xffff) | at(channel, word, odd + 2) << 16;
  }

  private static int bytes(int lowest, int second, int third, int highest) {
    return (lowest & 0xff) | (second & 0xff) << 8 | (third & 0xff) << 16 | (highest & 0xff) << 24;
  }

  private void add(int word) {
    words[position++] = word;
  }

  private int at(int channel, int word, int value) {
    int index = strip.index(word, value);
    return index < 0 ? 0 : weights[channel * length + index];
  }
}
