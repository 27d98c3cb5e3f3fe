package lowrank.emit.c.scalar;

import java.util.Optional;
import java.util.stream.IntStream;
import lowrank.emit.c.Accumulation;
import lowrank.emit.c.CText;
import lowrank.emit.c.FoldedScale;
import lowrank.emit.c.FoldedTables;
import lowrank.emit.c.KernelForm;
import lowrank.emit.c.LayerContext;
import lowrank.emit.c.LayerModel;
import lowrank.emit.c.PixelsModel;
import lowrank.kernel.AccessOrder;
import lowrank.kernel.AccessOrder.Reads;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.Kernel;

/**
 * Dense layers, and 1×1 convolutions of fewer pixels than are packed: four output channels share
 * every load of an input. Weights are stored 128 larger, as unsigned bytes: Armv6-M loads only
 * these with a constant offset, Xtensa has no other byte load.
 */
final class DenseForm implements KernelForm {
  private static final int TOGETHER = 4;
  private static final int OFFSET = 128;

  /** Sums of products of an input and 255 stay within 32 bits, biases included. */
  private static final int MOST_INPUTS = 1 << 14;

  private static final String ORDER =
      "Order: four output channels together, of them for every input a byte of each; the last"
          + " channels alone. Bytes are unsigned: the weight plus 128; in words, lowest byte first.";

  @Override
  public boolean takes(Kernel kernel) {
    return kernel instanceof ConvolutionKernel convolution
        && convolution.groups() == 1
        && convolution.window().isPoint()
        && convolution.outputImage().channels() >= TOGETHER
        && convolution.multipliesPerOutput() <= MOST_INPUTS
        && small(convolution)
        && FoldedScale.of(convolution, Accumulation.bounds(convolution)).isPresent();
  }

  /** Whether biases leave room for sums of unsigned weights. */
  private static boolean small(ConvolutionKernel kernel) {
    return kernel.outputImage().height() * kernel.outputImage().width() < TOGETHER
        && IntStream.of(kernel.bias().toArray()).allMatch(bias -> Math.abs((long) bias) < 1 << 30);
  }

  @Override
  public Optional<AccessOrder> order(Kernel kernel) {
    return Optional.of(new AccessOrder(1, Reads.THROUGHOUT));
  }

  @Override
  public LayerModel model(Kernel kernel, LayerContext context) {
    ConvolutionKernel convolution = (ConvolutionKernel) kernel;
    FoldedScale scale = FoldedScale.of(convolution, Accumulation.bounds(convolution)).orElseThrow();
    PackedModel.Block function = new PackedModel.Block(0, "dense_" + scale.suffix(), scale);
    String arguments =
        CText.format(
            "%1$d, %2$s_weights, %2$s_scales, %2$s_shifts, %3$d, %4$d%5$s",
            convolution.multipliesPerOutput(),
            context.function(),
            2 * convolution.requantiser().zeroPoint() + 1,
            convolution.outputImage().channels(),
            scale.arguments(convolution.requantiser()));
    return PixelsModel.of(
        convolution,
        context,
        true,
        function.name(),
        arguments,
        PackedModel.sections(scale, "scalar/dense.c.ftl", function),
        FoldedTables.of(convolution, context, scale, words(convolution), ORDER));
  }

  private static int[] words(ConvolutionKernel kernel) {
    int[] weights = kernel.weights().toArray();
    int length = kernel.multipliesPerOutput();
    int[] bytes = new int[(weights.length + 3) / 4 * 4];
    int full = weights.length / length / TOGETHER * TOGETHER * length;
    for (int i = 0; i < weights.length; i++) {
      int channel = i / length;
      int place =
          i < full
              ? channel / TOGETHER * TOGETHER * length + i % length * TOGETHER + channel % TOGETHER
              : i;
      bytes[place] = weights[i] + OFFSET;
    }
    return PackedWeights.words(bytes);
  }
}
