package lowrank.emit.c.mve;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import lowrank.emit.c.Accumulation;
import lowrank.emit.c.CText;
import lowrank.emit.c.ConstantModel;
import lowrank.emit.c.LayerContext;
import lowrank.kernel.ConvolutionKernel;

/** The tables of a layer in blocks of four output channels. */
final class BlockWeights {
  /** Output channels of a block. */
  static final int TOGETHER = 4;

  private static final String CHANNELS =
      "four output channels together, the last ones with those before them again if need be";
  private static final String ORDER =
      "Order: "
          + CHANNELS
          + "; of each %d inputs (kernel row, kernel column, input channel) in turn, then of each"
          + " the rest. Zeros behind them may be read.";

  private BlockWeights() {}

  /** Weights, bias, multipliers and shifts. */
  static List<ConstantModel> tables(
      ConvolutionKernel kernel, LayerContext context, VectorScale scale) {
    int lanes = Lanes.of(kernel).count();
    int[] channels = channels(kernel.outputImage().channels());
    List<ConstantModel> tables = new ArrayList<>();
    tables.add(
        VectorScale.weights(
            kernel, context, ordered(kernel, channels, lanes), CText.format(ORDER, lanes)));
    tables.addAll(
        scale.tables(
            kernel,
            context,
            Accumulation.of(kernel, context.layer()).bias(),
            channels,
            channels.length == kernel.outputImage().channels() ? "" : ", " + CHANNELS));
    return tables;
  }

  /** The channel at each place. */
  private static int[] channels(int count) {
    int blocks = (count + TOGETHER - 1) / TOGETHER;
    return IntStream.range(0, blocks * TOGETHER)
        .map(i -> Math.min(i / TOGETHER * TOGETHER, count - TOGETHER) + i % TOGETHER)
        .toArray();
  }

  private static int[] ordered(ConvolutionKernel kernel, int[] channels, int lanes) {
    int[] weights = kernel.weights().toArray();
    int length = kernel.multipliesPerOutput();
    int[] ordered = new int[channels.length * length + lanes - 1];
    int position = 0;
    for (int block = 0; block < channels.length; block += TOGETHER) {
      for (int first = 0; first < length; first += lanes) {
        int count = Math.min(lanes, length - first);
        for (int i = 0; i < TOGETHER; i++) {
          System.arraycopy(weights, channels[block + i] * length + first, ordered, position, count);
          position += count;
        }
      }
    }
    return ordered;
  }
}
