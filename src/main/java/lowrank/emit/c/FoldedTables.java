package lowrank.emit.c;

import java.util.List;
import java.util.stream.IntStream;
import lowrank.kernel.ConvolutionKernel;
import lowrank.tensor.ElementType;

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
    return List.of(
        weights(kernel, context, words, order),
        scales(kernel, context, scale),
        shifts(kernel, context, scale));
  }

  private static ConstantModel weights(
      ConvolutionKernel kernel, LayerContext context, int[] words, String order) {
    String comment =
        CText.format(
            "%s, weights: %s, output channels x kernel rows x kernel columns x input channels.",
            context.layer(), kernel.weights().shape());
    return ConstantModel.words(
        context.function() + "_weights", List.of(comment, context.source(), order), words);
  }

  private static ConstantModel scales(
      ConvolutionKernel kernel, LayerContext context, FoldedScale scale) {
    int[] bias = Accumulation.of(kernel, context.layer()).bias();
    int[] scales = new int[2 * bias.length];
    for (int channel = 0; channel < bias.length; channel++) {
      scales[2 * channel] = bias[channel];
      scales[2 * channel + 1] = scale.multiplier(kernel.requantiser(), channel);
    }
    String comment =
        CText.format(
            "%s, for each output channel: bias, less the input's zero point (%d) times the sum of the"
                + " weights; multiplier%s.",
            context.layer(),
            kernel.input().type().zeroPoint(),
            scale.once() ? "" : ", doubled, less 2^32");
    return table(context, "scales", ElementType.INT32, comment, scales);
  }

  private static ConstantModel shifts(
      ConvolutionKernel kernel, LayerContext context, FoldedScale scale) {
    int[] shifts =
        IntStream.range(0, kernel.outputImage().channels())
            .map(channel -> scale.shift(kernel.requantiser(), channel))
            .toArray();
    String comment =
        CText.format("%s, %s: one per output channel.", context.layer(), scale.shifts());
    return table(context, "shifts", ElementType.INT8, comment, shifts);
  }

  private static ConstantModel table(
      LayerContext context, String role, ElementType type, String comment, int[] values) {
    return ConstantModel.of(
        context.function() + "_" + role, type, List.of(comment, context.source()), values);
  }
}
