package lowrank.kernel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import lowrank.fixed.Requantiser;
import lowrank.tensor.IntTensor;
import lowrank.tensor.Shape;

/**
 * Convolution of every kind: k×k, pointwise, grouped, depthwise, and dense (a 1×1 window over a
 * single pixel that holds the whole input). TFLite's int8 reference convolution: the sum over the
 * window of {@code (input - zeroPoint) * weight}, plus bias, requantised per output channel;
 * padding counts as the input's zero point. Multiplies by formula: output pixels × kernel taps ×
 * input channels per group × output channels.
 *
 * @param input its innermost dimension is split over the groups, unless the layer is dense
 * @param groups 1, or a divisor of input and output channels
 * @param weights int8, OHWI, I being the input channels of one group
 * @param bias int32, one per output channel
 */
public record ConvolutionKernel(
    TensorType input,
    TensorType output,
    Window window,
    int groups,
    boolean dense,
    IntTensor weights,
    IntTensor bias,
    Requantiser requantiser)
    implements Kernel {
  @Override
  public List<TensorType> inputs() {
    return List.of(input);
  }

  /** Input as rows, columns, channels: a single pixel if the layer is dense. */
  public Shape inputImage() {
    return image(input.shape());
  }

  /** Output as rows, columns, channels: a single pixel if the layer is dense. */
  public Shape outputImage() {
    return image(output.shape());
  }

  private Shape image(Shape shape) {
    return dense
        ? Shape.of(1, 1, shape.elements())
        : Shape.of(shape.height(), shape.width(), shape.channels());
  }

  /** Input channels of one group. */
  public int groupChannels() {
    return inputImage().channels() / groups;
  }

  /** Whether every group has one input channel and there is more than one group. */
  public boolean depthwise() {
    return groups > 1 && groupChannels() == 1;
  }

  /** Multiplies behind one output value. */
  public int multipliesPerOutput() {
    return window.taps() * groupChannels();
  }

  @Override
  public long multiplies() {
    return (long) multipliesPerOutput() * output.shape().elements();
  }

  @Override
  public String multipliesFormula() {
    return MultiplyFormula.convolution(outputImage(), window, groupChannels());
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

  /** One window of the input, for the pixels whose window reaches into the padding. */
  @Override
  public int scratchBytes() {
    return window.padded()
        ? window.taps() * inputImage().channels() * input.type().element().bytes()
        : 0;
  }

  @Override
  public OptionalInt lead(AccessOrder order) {
    return OptionalInt.of(
        order.lead(
            window,
            inputImage(),
            input.type().element().bytes(),
            outputImage(),
            output.type().element().bytes()));
  }

  @Override
  public Runner runner() {
    return new ConvolutionRunner(this);
  }
}
