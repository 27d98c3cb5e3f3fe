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
  private static final int TOGETHER = 4;

  @Override
  public boolean halfwords() {
    return true;
  }

  @Override
  public boolean takes(Kernel kernel) {
    return kernel instanceof ConvolutionKernel convolution
        && convolution.groups() == 1
        && VectorScale.of(convolution, Accumulation.bounds(convolution)).isPresent();
  }

  @Override
  public int scratchBytes(Kernel kernel) {
    ConvolutionKernel convolution = (ConvolutionKernel) kernel;
    return convolution.window().isPoint() ? 0 : Lanes.of(convolution).windowBytes(convolution);
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
    Lanes lanes = Lanes.of(convolution);
    Pixel shared = new Pixel(lanes.stem() + "pixel_" + scale.suffix(), scale, lanes);
    int channels = convolution.outputImage().channels();
    List<ConstantModel> constants = new ArrayList<>();
    constants.add(
        VectorScale.weights(
            convolution,
            context,
            ordered(convolution, lanes.count()),
            CText.format(
                "Order: four output channels together, of each %d inputs (kernel row, kernel column,"
                    + " input channel) in turn, then of each the rest; the last channels alone."
                    + " Zeros behind them may be read.",
                lanes.count())));
    constants.addAll(
        scale.tables(
            convolution,
            context,
            Accumulation.of(convolution, context.layer()).bias(),
            IntStream.range(0, channels).toArray(),
            ""));
    return PixelsModel.of(
        convolution,
        context,
        inPlace,
        shared.function(),
        arguments,
        sections(shared, inPlace),
        constants);
  }

  /**
   * The function that layers share.
   *
   * @param function its name behind the prefix
   */
  public record Pixel(String function, VectorScale scale, Lanes lanes) {}

  private static List<Section> sections(Pixel shared, boolean inPlace) {
    List<Section> sections = new ArrayList<>();
    sections.add(new Section("mve/config.c.ftl", ""));
    if (!inPlace) {
      sections.add(new Section("mve/copy.c.ftl", ""));
    }
    sections.add(new Section("mve/scale.c.ftl", shared.scale()));
    sections.add(new Section("mve/pixel.c.ftl", shared));
    return sections;
  }

  private static int[] ordered(ConvolutionKernel kernel, int lanes) {
    int[] weights = kernel.weights().toArray();
    int length = kernel.multipliesPerOutput();
    int full = weights.length / length / TOGETHER * TOGETHER;
    int[] ordered = Arrays.copyOf(weights, weights.length + lanes - 1);
    int position = 0;
    for (int channel = 0; channel < full; channel += TOGETHER) {
      for (int first = 0; first < length; first += lanes) {
        int count = Math.min(lanes, length - first);
        for (int i = 0; i < TOGETHER; i++) {
          System.arraycopy(weights, (channel + i) * length + first, ordered, position, count);
          position += count;
        }
      }
    }
    return ordered;
  }
}
