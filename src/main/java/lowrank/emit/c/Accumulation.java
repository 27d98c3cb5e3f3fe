package lowrank.emit.c;

import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.fixed.Rounding;
import lowrank.kernel.ConvolutionKernel;
import lowrank.tensor.IntTensor;

/**
 * The sums of a convolution with the input's zero point moved from every factor into the bias:
 * {@code sum((x - z) * w) + b = sum(x * w) + (b - z * sum(w))}.
 *
 * @param bias with the zero point's share
 * @param bounds largest magnitude that each output channel's sum can reach on the way
 */
public record Accumulation(int[] bias, long[] bounds) {
  /** By how much sums of bytes are shifted to the left before they are scaled to 16 bits. */
  private static final int LEFT = 6;

  /**
   * Folds the zero point and proves that no partial sum leaves int32.
   *
   * @throws CompileException if one can
   */
  public static Accumulation of(ConvolutionKernel kernel, String layer) {
    int[] bias = kernel.bias().toArray();
    long[] bounds = bounds(kernel);
    for (int channel = 0; channel < bias.length; channel++) {
      if (bounds[channel] > Integer.MAX_VALUE) {
        throw new CompileException(Fault.ACCUMULATOR_OVERFLOW, layer, bounds[channel]);
      }
      int sum = (int) kernel.weights().sum(channel);
      bias[channel] -= kernel.input().type().zeroPoint() * sum;
    }
    return new Accumulation(bias, bounds);
  }

  /**
   * By how many bits sums that are rounded once are shifted to the left at first, which changes no
   * result: outputs of 16 bits from bytes leave no shift to the right otherwise.
   */
  public static int left(ConvolutionKernel kernel) {
    int input = kernel.input().type().element().bytes();
    boolean widens = kernel.output().type().element().bytes() > input;
    return widens && kernel.requantiser().rounding() == Rounding.ONCE ? LEFT : 0;
  }

  /** The largest magnitudes alone; they may be more than 32 bits hold. */
  public static long[] bounds(ConvolutionKernel kernel) {
    IntTensor weights = kernel.weights();
    long largest = -kernel.input().type().element().minimum();
    long[] bounds = new long[kernel.bias().size()];
    for (int channel = 0; channel < bounds.length; channel++) {
      long folded =
          kernel.bias().at(channel) - kernel.input().type().zeroPoint() * weights.sum(channel);
      bounds[channel] = Math.abs(folded) + largest * weights.magnitude(channel);
    }
    return bounds;
  }
}
