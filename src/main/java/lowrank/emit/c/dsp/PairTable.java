package lowrank.emit.c.dsp;

import java.util.List;
import java.util.stream.IntStream;
import lowrank.emit.c.Accumulation;
import lowrank.emit.c.CText;
import lowrank.emit.c.ConstantModel;
import lowrank.emit.c.LayerContext;
import lowrank.kernel.ConvolutionKernel;

/** All that a {@link PairFunction} reads of a layer, in the order in which it does. */
final class PairTable {
  private PairTable() {}

  /** The table of a layer. */
  static ConstantModel of(ConvolutionKernel kernel, LayerContext context, PairFunction function) {
    return ConstantModel.words(
        context.function() + "_table",
        List.of(
            CText.format(
                "%s, %s, weights, output channels x kernel rows x kernel columns x input channels;"
                    + " biases, less the input's zero point (%d) times the sum of the weights;"
                    + " multipliers%s; powers of two instead of shifts to the right.",
                context.layer(),
                kernel.weights().shape(),
                kernel.input().type().zeroPoint(),
                function.scale().once() ? "" : ", doubled, less 2^32"),
            context.source(),
            "Order: four channels together, the last ones with those before them again if need be;"
                + " of them the biases; for every kernel row, and its columns "
                + function.columnOrder()
                + ", a word of weights, lowest byte first; of each channel multiplier and power."),
        words(kernel, context, function));
  }

  private static int[] words(
      ConvolutionKernel kernel, LayerContext context, PairFunction function) {
    int[] bias = Accumulation.of(kernel, context.layer()).bias();
    int[] weights = kernel.weights().toArray();
    int taps = kernel.window().taps();
    int size = PairFunction.CHANNELS;
    PowerScale scale = new PowerScale(function.scale());
    IntStream.Builder words = IntStream.builder();
    for (int block = 0; block < bias.length; block += size) {
      int first = Math.min(block, bias.length - size);
      for (int i = 0; i < size; i++) {
        words.add(bias[first + i]);
      }
      for (int tap : function.weights()) {
        int word = 0;
        for (int i = 0; i < size; i++) {
          word |= (weights[(first + i) * taps + tap] & 0xff) << (Byte.SIZE * i);
        }
        words.add(word);
      }
      for (int i = 0; i < size; i++) {
        words.add(function.scale().multiplier(kernel.requantiser(), first + i));
        words.add(scale.power(kernel.requantiser(), first + i));
      }
    }
    return words.build().toArray();
  }
}
