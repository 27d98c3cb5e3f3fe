package lowrank.emit.c.mve;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import lowrank.emit.c.Accumulation;
import lowrank.emit.c.CText;
import lowrank.emit.c.ConstantModel;
import lowrank.emit.c.LayerContext;
import lowrank.fixed.Requantiser;
import lowrank.fixed.Rounding;
import lowrank.kernel.ConvolutionKernel;
import lowrank.tensor.ElementType;

/**
 * The shared function that turns four sums into outputs. With a right shift of at least 1, the
 * core's rounding doubling high multiply and its rounding shift, which takes ties upwards, are
 * TFLite's two roundings if a negative product is made smaller by 1 between them. Where the lower
 * clamp bound is not below the zero point that makes no difference. With one rounding, the high
 * multiply does not round; sums shifted left beforehand, for outputs of 16 bits that need a smaller
 * right shift, give the same.
 *
 * @param once whether it rounds once
 * @param signed whether a negative product is made smaller
 * @param output type of the outputs
 * @param left by how many bits sums are shifted to the left at first
 */
public record VectorScale(boolean once, boolean signed, ElementType output, int left) {
  /** The one that is exact for a layer; empty if none is. */
  static Optional<VectorScale> of(ConvolutionKernel kernel, long[] bounds) {
    VectorScale scale = of(kernel);
    return IntStream.range(0, bounds.length)
            .allMatch(i -> scale.exact(kernel.requantiser(), i, bounds[i]))
        ? Optional.of(scale)
        : Optional.empty();
  }

  private static VectorScale of(ConvolutionKernel kernel) {
    Requantiser requantiser = kernel.requantiser();
    ElementType output = kernel.output().type().element();
    boolean once = requantiser.rounding() == Rounding.ONCE;
    return new VectorScale(
        once,
        !once && requantiser.minimum() < requantiser.zeroPoint(),
        output,
        Accumulation.left(kernel));
  }

  private boolean exact(Requantiser requantiser, int channel, long bound) {
    int shift = requantiser.shifts().at(channel) - left;
    return shift <= -1 && shift >= -30 && bound << left < Integer.MAX_VALUE;
  }

  /** The function's name behind the prefix. */
  public String name() {
    return "scale_" + suffix();
  }

  /** What tells its users' names apart, also from those of other dialects in the same file. */
  public String suffix() {
    return "vectors_"
        + (once ? "once" : signed ? "twice" : "twice_up")
        + (halfwords() ? "_16" : "")
        + (left > 0 ? "_left" : "");
  }

  /** Whether outputs have 16 bits. */
  public boolean halfwords() {
    return output == ElementType.INT16;
  }

  /** C type of an output. */
  public String type() {
    return CText.type(output);
  }

  /** What sums are multiplied with at first. */
  public int factor() {
    return 1 << left;
  }

  /** Lines over the function. */
  public List<String> comment() {
    String product = CText.format("sums * multipliers / 2^%d, ", 31 - left);
    if (once) {
      return List.of(
          product + "rounded down; that * 2^shifts, shifts being negative, to nearest, ties",
          "upwards: together one rounding. Adds the zero point and clamps.");
    }
    return signed
        ? List.of(
            product + "to nearest, ties upwards; that * 2^shifts, shifts being negative, to",
            "nearest, ties away from zero. Adds the zero point and clamps.")
        : List.of(
            product + "to nearest, ties upwards; that * 2^shifts, shifts being negative, to",
            "nearest. Adds the zero point and clamps, by which ties below zero have no effect.");
  }

  /**
   * Bias, multipliers and shifts.
   *
   * @param bias with the zero point's share
   * @param order the channel at each place
   */
  List<ConstantModel> tables(
      ConvolutionKernel kernel, LayerContext context, int[] bias, int[] order, String sentence) {
    Requantiser requantiser = kernel.requantiser();
    int[] shifts = IntStream.of(order).map(i -> requantiser.shifts().at(i) - left).toArray();
    return List.of(
        table(
            context,
            "bias",
            ElementType.INT32,
            CText.format(
                "bias: one per output channel, less the input's zero point (%d) times the sum of the weights%s.",
                kernel.input().type().zeroPoint(), sentence),
            IntStream.of(order).map(i -> bias[i]).toArray()),
        table(
            context,
            "multipliers",
            ElementType.INT32,
            "multipliers: one per output channel" + sentence + ".",
            IntStream.of(order).map(requantiser.multipliers()::at).toArray()),
        table(
            context,
            "shifts",
            ElementType.INT8,
            "shifts"
                + (left > 0 ? ", less " + left : "")
                + ": one per output channel"
                + sentence
                + ".",
            shifts));
  }

  private static ConstantModel table(
      LayerContext context, String role, ElementType type, String comment, int[] values) {
    return ConstantModel.of(
        context.function() + "_" + role,
        type,
        List.of(context.layer() + ", " + comment, context.source()),
        values);
  }

  /** The weights' table. */
  static ConstantModel weights(
      ConvolutionKernel kernel, LayerContext context, int[] ordered, String order) {
    return ConstantModel.of(
        context.function() + "_weights",
        ElementType.INT8,
        List.of(
            CText.format(
                "%s, weights: %s, output channels x kernel rows x kernel columns x input channels.",
                context.layer(), kernel.weights().shape()),
            context.source(),
            order),
        ordered);
  }

  /** The clamp and the rest as arguments, behind the tables. */
  static String arguments(ConvolutionKernel kernel) {
    Requantiser requantiser = kernel.requantiser();
    return CText.format(
        "%d, %d, %d, %d",
        requantiser.zeroPoint(),
        requantiser.minimum(),
        requantiser.maximum(),
        kernel.outputImage().channels());
  }
}
