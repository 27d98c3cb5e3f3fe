package lowrank.data;

import java.util.List;
import java.util.stream.IntStream;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.fixed.QuantizedType;
import lowrank.network.InputLayout;
import lowrank.network.Network;
import lowrank.provenance.Preprocessing;
import lowrank.tensor.ElementType;
import lowrank.tensor.Shape;

/**
 * Turns stored samples into a model's input, NHWC: the layout changed where the model's is channels
 * first, then the preprocessing, then the quantisation. Safe for use by several threads.
 */
public final class InputEncoder {
  private final Samples samples;
  private final Shape shape;
  private final Preprocessing preprocessing;
  private final boolean channelsFirst;

  /**
   * An encoder for one model.
   *
   * @param shape of the model's input, NHWC
   * @param layout of the model's input
   * @throws CompileException DATA_SHAPE if the samples do not fit, BAD_OPTION if the preprocessing
   *     is for another number of channels
   */
  public InputEncoder(
      Shape shape, InputLayout layout, Preprocessing preprocessing, Samples samples) {
    this.samples = samples;
    this.shape = shape;
    this.preprocessing = preprocessing;
    this.channelsFirst = storedChannelsFirst(layout);
    checkChannels("--mean", preprocessing.mean());
    checkChannels("--std", preprocessing.std());
    if (preprocessing.reversed() && shape.channels() != 3) {
      throw new CompileException(
          Fault.BAD_OPTION,
          "--channel-order",
          "bgr",
          "it for an input of 3 channels only; this one has " + shape.channels());
    }
  }

  /** An encoder with the layout and the preprocessing of a network. */
  public static InputEncoder of(Network network, Samples samples) {
    return new InputEncoder(
        network.inputShape(), network.layout(), network.provenance().preprocessing(), samples);
  }

  /** Whether the samples are stored channels first; refuses those that do not fit at all. */
  private boolean storedChannelsFirst(InputLayout layout) {
    List<Integer> stored = samples.shape().dimensions();
    boolean modelFirst = layout == InputLayout.CHANNELS_FIRST && shape.rank() == 3;
    Shape first = modelFirst ? Shape.of(shape.channels(), shape.height(), shape.width()) : shape;
    if (modelFirst && stored.equals(first.dimensions())) {
      return true;
    }
    boolean gray =
        shape.rank() == 3
            && shape.channels() == 1
            && stored.equals(List.of(shape.height(), shape.width()));
    boolean scalar = stored.isEmpty() && shape.elements() == 1;
    if (!stored.equals(shape.dimensions()) && !gray && !scalar) {
      String found = stored.isEmpty() ? "1" : samples.shape().toString();
      String expected = modelFirst ? first + " or " + shape : shape.toString();
      throw new CompileException(Fault.DATA_SHAPE, samples.name(), found, expected);
    }
    return false;
  }

  private void checkChannels(String option, List<Double> values) {
    if (values.size() != 1 && values.size() != shape.channels()) {
      throw new CompileException(
          Fault.BAD_OPTION,
          option,
          values.size() + " values",
          "one value, or one for each of " + shape.channels() + " channels");
    }
  }

  /** Number of samples. */
  public int count() {
    return samples.count();
  }

  /**
   * A sample as the float model's input.
   *
   * @throws CompileException NON_FINITE_DATA if the preprocessed value is beyond float32
   */
  public float[] real(int sample) {
    int channels = shape.channels();
    float[] input = new float[shape.elements()];
    for (int i = 0; i < input.length; i++) {
      input[i] = preprocessing.apply(samples.at(sample, raw(i)), i % channels);
      if (!Float.isFinite(input[i])) {
        throw new CompileException(Fault.NON_FINITE_DATA, samples.name(), sample);
      }
    }
    return input;
  }

  /** Samples {@code first} to {@code first + count} as the float model's input, joined. */
  public float[] real(int first, int count) {
    float[] inputs = new float[Math.multiplyExact(count, shape.elements())];
    for (int i = 0; i < count; i++) {
      System.arraycopy(real(first + i), 0, inputs, i * shape.elements(), shape.elements());
    }
    return inputs;
  }

  /** A sample as the integer model's input: what the float model reads, quantised. */
  public int[] quantized(int sample, QuantizedType type) {
    float[] input = real(sample);
    return IntStream.range(0, input.length).map(i -> type.quantize(input[i])).toArray();
  }

  /**
   * A sample that holds the integer model's input already: no preprocessing, no quantisation.
   *
   * @param type of the model's input
   * @throws CompileException DATA_TYPE if the samples are of another type
   */
  public int[] integers(int sample, ElementType type) {
    if (!samples.type().name().equals(type.name())) {
      String expected = DataType.valueOf(type.name()).toString();
      throw new CompileException(Fault.DATA_TYPE, samples.name(), samples.type(), expected);
    }
    return IntStream.range(0, shape.elements())
        .map(i -> (int) samples.at(sample, stored(i)))
        .toArray();
  }

  /** Stored index of raw data for an NHWC index. */
  private int raw(int index) {
    int channels = shape.channels();
    int channel = index % channels;
    return stored(preprocessing.reversed() ? index - channel + channels - 1 - channel : index);
  }

  /** Stored index of an NHWC index. */
  private int stored(int index) {
    if (!channelsFirst) {
      return index;
    }
    int channels = shape.channels();
    return index % channels * (shape.height() * shape.width()) + index / channels;
  }
}
