package lowrank.quantize;

import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.Kernel;
import lowrank.kernel.TransposedConvolutionKernel;
import lowrank.tensor.ElementType;

/** Proves that no input can make a convolution's 32-bit sum overflow. */
public final class AccumulatorBound {
  private AccumulatorBound() {}

  /**
   * Checks the worst case of every output channel, with the zero point subtracted from the inputs
   * and with it folded into the bias, in any order of summation.
   *
   * @throws CompileException if a sum can leave 32 bits
   */
  static void check(String layer, Kernel kernel) {
    if (kernel instanceof ConvolutionKernel convolution) {
      long bound = bound(convolution);
      if (bound > Integer.MAX_VALUE) {
        throw new CompileException(Fault.ACCUMULATOR_OVERFLOW, layer, bound);
      }
    }
    if (kernel instanceof TransposedConvolutionKernel transposed) {
      for (int channel = 0; channel < transposed.bias().size(); channel++) {
        if (transposed.largestSum(channel) > Integer.MAX_VALUE) {
          throw new CompileException(
              Fault.ACCUMULATOR_OVERFLOW, layer, transposed.largestSum(channel));
        }
      }
    }
  }

  /** Largest magnitude that any partial sum of any output channel can reach. */
  public static long bound(ConvolutionKernel kernel) {
    ElementType element = kernel.input().type().element();
    int zeroPoint = kernel.input().type().zeroPoint();
    long centred = Math.max(element.maximum() - zeroPoint, zeroPoint - element.minimum());
    long raw = -element.minimum();
    int length = kernel.multipliesPerOutput();
    long bound = 0;
    for (int channel = 0; channel < kernel.bias().size(); channel++) {
      long magnitude = 0;
      long sum = 0;
      for (int i = channel * length; i < (channel + 1) * length; i++) {
        magnitude += Math.abs(kernel.weights().at(i));
        sum += kernel.weights().at(i);
      }
      long bias = kernel.bias().at(channel);
      bound = Math.max(bound, Math.abs(bias) + magnitude * centred);
      bound = Math.max(bound, Math.abs(bias - zeroPoint * sum) + magnitude * raw);
    }
    return bound;
  }
}
