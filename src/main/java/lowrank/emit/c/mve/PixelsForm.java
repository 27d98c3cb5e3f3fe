package lowrank.emit.c.mve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import lowrank.emit.c.Accumulation;
import lowrank.emit.c.CText;
import lowrank.emit.c.ConstantModel;
import lowrank.emit.c.KernelForm;
import lowrank.emit.c.LayerContext;
import lowrank.emit.c.LayerModel;
import lowrank.emit.c.PixelsModel;
import lowrank.emit.c.Section;
import lowrank.kernel.AccessOrder;
import lowrank.kernel.AccessOrder.Reads;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.Kernel;

/** Ungrouped convolutions and dense layers, a pixel at a time, four output channels together. */
final class PixelsForm implements KernelForm {
  private static final int VECTOR = 16;
  private static final int TOGETHER = 4;
  private static final int OVERREAD = 15;
  private static final String ORDER =
      "Order: four output channels together, of each 16 inputs (kernel row, kernel column, input"
          + " channel) in turn, then of each the rest; the last channels alone. Zeros behind them may"
          + " be read.";

  @Override
  public boolean takes(Kernel kernel) {
    return kernel instanceof ConvolutionKernel convolution
        && convolution.groups() == 1
        && VectorScale.of(convolution, Accumulation.bounds(convolution)).isPresent();
  }

  @Override
  public int scratchBytes(Kernel kernel) {
    ConvolutionKernel convolution = (ConvolutionKernel) kernel;
    return convolution.window().isPoint() ? 0 : convolution.multipliesPerOutput();
  }

  @Override
  public Optional<AccessOrder> order(Kernel kernel) {
    Reads reads = ((ConvolutionKernel) kernel).window().isPoint() ? Reads.THROUGHOUT : Reads.FIRST;
    return Optional.of(new AccessOrder(1, reads));
  }

  @Override
  public LayerModel model(Kernel kernel, LayerContext context) {
    ConvolutionKernel convolution = (ConvolutionKernel) kernel;
    VectorScale scale = VectorScale.of(convolution, Accumulation.bounds(convolution)).orElseThrow();
    boolean inPlace = convolution.window().isPoint();
    String arguments =
        CText.format(
            "%1$d, %2$s_weights, %2$s_bias, %2$s_multipliers, %2$s_shifts, %3$s",
            convolution.multipliesPerOutput(),
            context.function(),
            VectorScale.arguments(convolution));
    List<Section> sections =
        inPlace ? scale.sections("pixel", "pixel") : scale.sections("pixel", "pixel", "copy");
    int channels = convolution.outputImage().channels();
    List<ConstantModel> constants = new ArrayList<>();
    constants.add(VectorScale.weights(convolution, context, ordered(convolution), ORDER));
    constants.addAll(
        VectorScale.tables(
            convolution,
            context,
            Accumulation.of(convolution, context.layer()).bias(),
            IntStream.range(0, channels).toArray(),
            ""));
    return PixelsModel.of(
        convolution, context, inPlace, "pixel_" + scale.suffix(), arguments, sections, constants);
  }

  private static int[] ordered(ConvolutionKernel kernel) {
    int[] weights = kernel.weights().toArray();
    int length = kernel.multipliesPerOutput();
    int full = weights.length / length / TOGETHER * TOGETHER;
    int[] ordered = Arrays.copyOf(weights, weights.length + OVERREAD);
    int position = 0;
    for (int channel = 0; channel < full; channel += TOGETHER) {
      for (int first = 0; first < length; first += VECTOR) {
        int count = Math.min(VECTOR, length - first);
        for (int i = 0; i < TOGETHER; i++) {
          System.arraycopy(weights, (channel + i) * length + first, ordered, position, count);
          position += count;
        }
      }
    }
    return ordered;
  }
}
