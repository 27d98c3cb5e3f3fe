package lowrank.emit.c;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import lowrank.fixed.Requantiser;
import lowrank.kernel.ConvolutionKernel;
import lowrank.tensor.ElementType;
import lowrank.tensor.Shape;

/** The tables of a convolution whose sums are scaled by a {@link FoldedScale}. */
public final class FoldedTables {
  private FoldedTables() {}

  /**
   * Weights, bias with multiplier, and shifts.
   *
   * @param words the weights as they are read
   * @param order in which that is, as sentences
   */
  public static List<ConstantModel> of(
      ConvolutionKernel kernel,
      LayerContext context,
      FoldedScale scale,
      int[] words,
      String order) {
    Requantiser requantiser = kernel.requantiser();
    Accumulation accumulation = Accumulation.of(kernel, context.layer());
    int channels = kernel.outputImage().channels();
    int[] scales = new int[2 * channels];
    for (int channel = 0; channel < channels; channel++) {
      scales[2 * channel] = accumulation.bias()[channel];
      scales[2 * channel + 1] = scale.multiplier(requantiser, channel);
    }
    int[] shifts =
        IntStream.range(0, channels)
            .map(channel -> FoldedScale.shift(requantiser, channel, scale.once()))
            .toArray();
    List<ConstantModel> constants = new ArrayList<>();
    Shape shape = kernel.weights().shape();
    String name = context.function();
    constants.add(
        ConstantModel.words(
            name + "_weights",
            List.of(
                CText.format(
                    "%s, weights: %s, output channels x kernel rows x kernel columns x input channels.",
                    context.layer(), shape),
                context.source(),
                order),
            words));
    constants.add(
        ConstantModel.of(
            name + "_scales",
            ElementType.INT32,
            List.of(
                CText.format(
                    "%s, for each output channel: bias, less the input's zero point (%d) times the sum of the weights; multiplier%s.",
                    context.layer(),
                    kernel.input().type().zeroPoint(),
                    scale.once() ? "" : ", doubled, less 2^32"),
                context.source()),
            scales));
    constants.add(
        ConstantModel.of(
            name + "_shifts",
            ElementType.INT8,
            List.of(
                CText.format(
                    "%s, shifts to the right, less %d: one per output channel.",
                    context.layer(), scale.once() ? 2 : 1),
                context.source()),
            shifts));
    return constants;
  }
}
