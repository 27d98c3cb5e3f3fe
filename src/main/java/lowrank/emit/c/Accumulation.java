package lowrank.emit.c;

import java.util.stream.IntStream;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.kernel.ConvolutionKernel;

/**
 * The sums of a convolution with the input's zero point moved from every factor into the bias:
 * {@code sum((x - z) * w) + b = sum(x * w) + (b - z * sum(w))}.
 *
 * @param bias with the zero point's share
 * @param bounds largest magnitude that each output channel's sum can reach on the way
 */
public record Accumulation(int[] bias, long[] bounds) {
  /**
   * Folds the zero point and proves that no partial sum leaves int32.
   *
   * @throws CompileException if one can
   */
  public static Accumulation of(ConvolutionKernel kernel, String layer) {
    int[] weights = kernel.weights().toArray();
    int[] bias = kernel.bias().toArray();
    int length = weights.length / bias.length;
    long[] bounds = bounds(kernel);
    for (int channel = 0; channel < bias.length; channel++) {
      if (bounds[channel] > Integer.MAX_VALUE) {
        throw new CompileException(Fault.ACCUMULATOR_OVERFLOW, layer, bounds[channel]);
      }
      int sum =
          IntStream.range(channel * length, (channel + 1) * length).map(i -> weights[i]).sum();
      bias[channel] -= kernel.input().type().zeroPoint() * sum;
    }
    return new Accumulation(bias, bounds);
  }

  /** The largest magnitudes alone; they may be more than 32 bits hold. */
  public static long[] bounds(ConvolutionKernel kernel) {
    int[] weights = kernel.weights().toArray();
    int[] bias = kernel.bias().toArray();
    int length = weights.length / bias.length;
    long largest = -kernel.input().type().element().minimum();
    long[] bounds = new long[bias.length];
    for (int channel = 0; channel < bias.length; channel++) {
      long sum = 0;
      long magnitude = 0;
      for (int i = channel * length; i < (channel + 1) * length; i++) {
        sum += weights[i];
        magnitude += Math.abs(weights[i]);
      }
      long folded = bias[channel] - kernel.input().type().zeroPoint() * sum;
      bounds[channel] = Math.abs(folded) + largest * magnitude;
    }
    return bounds;
  }
}
