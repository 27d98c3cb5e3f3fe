package lowrank.pipeline;

import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import lowrank.data.DataType;
import lowrank.data.InputEncoder;
import lowrank.data.Labels;
import lowrank.data.Samples;
import lowrank.fixed.QuantizedType;
import lowrank.network.Network;

/** Samples as one model reads them, with, perhaps, their classes. */
public final class Dataset {
  private final InputEncoder encoder;
  private final IntUnaryOperator place;
  private final int count;
  private final Optional<Labels> labels;
  private final boolean quantized;

  private Dataset(
      InputEncoder encoder,
      IntUnaryOperator place,
      int count,
      Optional<Labels> labels,
      boolean quantized) {
    this.encoder = encoder;
    this.place = place;
    this.count = count;
    this.labels = labels;
    this.quantized = quantized;
  }

  /** Real-valued samples: the network's preprocessing applies, then its quantisation. */
  public static Dataset of(Network network, Samples samples) {
    return new Dataset(
        InputEncoder.of(network, samples),
        IntUnaryOperator.identity(),
        samples.count(),
        Optional.empty(),
        false);
  }

  /**
   * Samples for an integer model: int8 samples are its input as they are, unless the model comes
   * with preprocessing; others are real-valued.
   */
  public static Dataset ofQuantized(Network network, Samples samples) {
    boolean integers =
        samples.type() == DataType.INT8 && network.provenance().preprocessing().isNone();
    return new Dataset(
        InputEncoder.of(network, samples),
        IntUnaryOperator.identity(),
        samples.count(),
        Optional.empty(),
        integers);
  }

  /** Number of samples. */
  public int count() {
    return count;
  }

  /** Classes of the samples. */
  public Optional<Labels> labels() {
    return labels;
  }

  /** Whether the samples are the integer model's input as they are. */
  public boolean holdsIntegers() {
    return quantized;
  }

  /** The first samples only. */
  public Dataset first(int most) {
    return new Dataset(encoder, place, Math.min(count, most), labels, quantized);
  }

  /** At most so many samples, evenly over all: data are often sorted by class or by time. */
  public Dataset spread(int most) {
    int few = Math.min(count, most);
    return chosen(few, i -> (int) ((long) i * count / few));
  }

  /** Every third sample, to measure what was fitted to the others; all if there are not three. */
  public Dataset third() {
    return count < 3 ? this : chosen(count / 3, i -> 3 * i + 2);
  }

  /** The samples that {@link #third} leaves; all if there are not three. */
  public Dataset withoutThird() {
    return count < 3 ? this : chosen(count - count / 3, i -> i / 2 * 3 + i % 2);
  }

  private Dataset chosen(int few, IntUnaryOperator chosen) {
    return new Dataset(
        encoder,
        chosen.andThen(place),
        few,
        labels.map(all -> Labels.of(IntStream.range(0, few).map(chosen).map(all::at).toArray())),
        quantized);
  }

  /** The same samples with their classes. */
  public Dataset withLabels(Labels classes) {
    return new Dataset(encoder, place, count, Optional.of(classes), quantized);
  }

  /** A sample as the float model's input, NHWC. */
  public float[] real(int sample) {
    return encoder.real(place.applyAsInt(sample));
  }

  /** A sample as the float model's input; samples that are the integer model's are dequantised. */
  public float[] real(int sample, QuantizedType type) {
    if (!quantized) {
      return real(sample);
    }
    int[] integers = integers(sample, type);
    float[] reals = new float[integers.length];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = type.dequantize(integers[i]);
    }
    return reals;
  }

  /** A sample as the integer model's input, NHWC. */
  public int[] integers(int sample, QuantizedType type) {
    int at = place.applyAsInt(sample);
    return quantized ? encoder.integers(at, type.element()) : encoder.quantized(at, type);
  }
}
