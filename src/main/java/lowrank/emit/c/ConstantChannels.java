package lowrank.emit.c;

import java.util.Arrays;
import lowrank.fixed.Requantiser;
import lowrank.fixed.Rounding;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.Kernel;
import lowrank.tensor.ElementType;
import lowrank.tensor.IntTensor;

/**
 * Output channels that have the same value for every input, as those of trained networks have whose
 * weights died away. Their scale can be so small that no short requantisation is exact for it; the
 * same kernel with weights of 0 and a plain scale needs none.
 */
final class ConstantChannels {
  private static final int HALF = 1 << 30;

  private final ConvolutionKernel kernel;
  private final int[] weights;
  private final int[] bias;
  private final int[] multipliers;
  private final int[] shifts;
  private boolean changed;

  private ConstantChannels(ConvolutionKernel kernel) {
    this.kernel = kernel;
    this.weights = kernel.weights().toArray();
    this.bias = kernel.bias().toArray();
    this.multipliers = kernel.requantiser().multipliers().toArray();
    this.shifts = kernel.requantiser().shifts().toArray();
  }

  /** A kernel with the same result; the same one if no channel is constant. */
  static Kernel simplified(Kernel kernel) {
    return kernel instanceof ConvolutionKernel convolution
            && kernel.output().type().element() == ElementType.INT8
        ? new ConstantChannels(convolution).simplified()
        : kernel;
  }

  private ConvolutionKernel simplified() {
    long[] bounds = Accumulation.bounds(kernel);
    Requantiser requantiser = kernel.requantiser();
    for (int channel = 0; channel < bias.length; channel++) {
      if (bounds[channel] <= Integer.MAX_VALUE && rises(channel)) {
        int bound = (int) bounds[channel];
        int value = requantiser.apply(bound, channel);
        if (requantiser.apply(-bound, channel) == value) {
          replace(channel, value);
        }
      }
    }
    return changed ? replaced() : kernel;
  }

  /**
   * Whether a larger sum never gives a smaller value: sums that are shifted left can wrap around.
   */
  private boolean rises(int channel) {
    return multipliers[channel] == 0 || shifts[channel] <= 0;
  }

  /** The sum is the value's distance from the zero point, times the scale's inverse. */
  private void replace(int channel, int value) {
    int shift = kernel.requantiser().rounding() == Rounding.ONCE ? 2 : 1;
    int length = weights.length / bias.length;
    Arrays.fill(weights, channel * length, (channel + 1) * length, 0);
    bias[channel] = (value - kernel.requantiser().zeroPoint()) * (2 << shift);
    multipliers[channel] = HALF;
    shifts[channel] = -shift;
    changed = true;
  }

  private ConvolutionKernel replaced() {
    Requantiser old = kernel.requantiser();
    return new ConvolutionKernel(
        kernel.input(),
        kernel.output(),
        kernel.window(),
        kernel.groups(),
        kernel.dense(),
        new IntTensor(kernel.weights().shape(), kernel.weights().type(), weights),
        IntTensor.vector(kernel.bias().type(), bias),
        new Requantiser(
            IntTensor.vector(ElementType.INT32, multipliers),
            IntTensor.vector(ElementType.INT8, shifts),
            old.zeroPoint(),
            old.minimum(),
            old.maximum(),
            old.rounding()));
  }
}
