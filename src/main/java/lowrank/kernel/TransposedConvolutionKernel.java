package lowrank.kernel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lowrank.fixed.Requantiser;
import lowrank.tensor.IntTensor;
import lowrank.tensor.Shape;

/**
 * Transposed convolution, after TFLite's int8 reference {@code TransposeConv}: every input pixel
 * {@code (input - zeroPoint)} times the kernel is added to the sums at stride times its position
 * less the padding, those that fall outside being dropped; then the bias is added and the sum
 * requantised per output channel. Multiplies by formula: input pixels × kernel taps × input
 * channels × output channels.
 *
 * @param window stride in output pixels; of the padding, only that before rows and columns matters
 *     once the output's size is known; dilation 1
 * @param weights int8, OHWI
 * @param bias int32, one per output channel
 */
public record TransposedConvolutionKernel(
    TensorType input,
    TensorType output,
    Window window,
    IntTensor weights,
    IntTensor bias,
    Requantiser requantiser)
    implements Kernel {
  @Override
  public List<TensorType> inputs() {
    return List.of(input);
  }

  @Override
  public long multiplies() {
    return (long) input.shape().height() * input.shape().width() * weights.size();
  }

  @Override
  public String multipliesFormula() {
    Shape in = input.shape();
    Shape pixels = Shape.of(in.height(), in.width(), output.shape().channels());
    return MultiplyFormula.convolution(pixels, window, in.channels());
  }

  @Override
  public Map<String, IntTensor> constants() {
    Map<String, IntTensor> constants = new LinkedHashMap<>();
    constants.put("weights", weights);
    constants.put("bias", bias);
    constants.put("multipliers", requantiser.multipliers());
    constants.put("shifts", requantiser.shifts());
    return constants;
  }

  /** Largest magnitude that any partial sum of an output channel can reach. */
  public long largestSum(int channel) {
    int zeroPoint = input.type().zeroPoint();
    int minimum = input.type().element().minimum();
    int maximum = input.type().element().maximum();
    long centred = Math.max((long) maximum - zeroPoint, (long) zeroPoint - minimum);
    int length = weights.size() / bias.size();
    long magnitude = 0;
    for (int i = channel * length; i < (channel + 1) * length; i++) {
      magnitude += Math.abs(weights.at(i));
    }
    return Math.abs((long) bias.at(channel)) + magnitude * centred;
  }

  @Override
  public Runner runner() {
    return new TransposedConvolutionRunner(this);
  }
}
