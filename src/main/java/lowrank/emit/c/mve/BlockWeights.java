package lowrank.emit.c.mve;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import lowrank.emit.c.Accumulation;
import lowrank.emit.c.ConstantModel;
import lowrank.emit.c.LayerContext;
import lowrank.kernel.ConvolutionKernel;

/** The tables of a layer in blocks of four output channels. */
final class BlockWeights {
  /** Output channels of a block. */
  static final int TOGETHER = 4;

  private static final int VECTOR = 16;
  private static final int OVERREAD = 15;
  private static final String CHANNELS =
      "four output channels together, the last ones with those before them again if need be";
  private static final String ORDER =
      "Order: "
          + CHANNELS
          + "; of each 16 inputs (kernel row, kernel column, input channel) in turn, then of each"
          + " the rest. Zeros behind them may be read.";

  private BlockWeights() {}

  /** Weights, bias, multipliers and shifts. */
  static List<ConstantModel> tables(ConvolutionKernel kernel, LayerContext context) {
    int[] channels = channels(kernel.outputImage().channels());
    List<ConstantModel> tables = new ArrayList<>();
    tables.add(VectorScale.weights(kernel, context, ordered(kernel, channels), ORDER));
    tables.addAll(
        VectorScale.tables(
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

  private static int[] ordered(ConvolutionKernel kernel, int[] channels) {
    int[] weights = kernel.weights().toArray();
    int length = kernel.multipliesPerOutput();
    int[] ordered = new int[channels.length * length + OVERREAD];
    int position = 0;
    for (int block = 0; block < channels.length; block += TOGETHER) {
      for (int first = 0; first < length; first += VECTOR) {
        int count = Math.min(VECTOR, length - first);
        for (int i = 0; i < TOGETHER; i++) {
          System.arraycopy(weights, channels[block + i] * length + first, ordered, position, count);
          position += count;
        }
      }
    }
    return ordered;
  }
}
