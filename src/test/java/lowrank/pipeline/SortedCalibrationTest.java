package lowrank.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lowrank.data.Samples;
import lowrank.execute.FloatExecutor;
import lowrank.exporter.TestNetworks;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.Range;
import lowrank.interpret.FixedPointInterpreter;
import lowrank.kernel.Window;
import lowrank.network.InputLayout;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.operator.Conv2d;
import lowrank.program.FixedNetwork;
import lowrank.quantize.Correction;
import lowrank.rank.SearchProgress;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calibration data are often sorted by class or by time; that must not matter. */
class SortedCalibrationTest {
  private static final int COUNT = 1000;
  private static final Shape INPUT = Shape.of(5, 6, 3);
  private static final Network NETWORK =
      TestNetworks.network(
          "sorted",
          INPUT,
          InputLayout.CHANNELS_LAST,
          Layer.of("first", convolution(16, 3, 1), "input"),
          Layer.of("second", convolution(8, 16, 2), "first"));

  private static Conv2d convolution(int outputs, int inputs, long seed) {
    Shape shape = Shape.of(outputs, 3, 3, inputs);
    Tensor weights = new Tensor(shape, TestNetworks.random(seed, shape.elements()));
    Window window = Window.of(3, 3).withPadding(1, 1, 1, 1);
    return new Conv2d(weights, Tensor.zeros(Shape.of(outputs)), window, 1, Range.RELU);
  }

  /** Noise around a mean that goes from channel to channel with the sample's number. */
  private static Samples samples(List<Integer> numbers) {
    float[] values = new float[COUNT * INPUT.elements()];
    for (int i = 0; i < values.length; i++) {
      int number = numbers.get(i / INPUT.elements());
      double mean = 4 * Math.max(0, 1 - Math.abs(2.0 * number / COUNT - i % 3));
      values[i] = (float) (mean + new Random(31L * number + i % INPUT.elements()).nextGaussian());
    }
    return Samples.of("samples", INPUT, values);
  }

  private static FixedNetwork compressed(List<Integer> numbers, Correction correction) {
    CompressionSettings settings =
        CompressionSettings.builder().method("none").correction(correction).build();
    Dataset data = Dataset.of(NETWORK, samples(numbers));
    return Compressor.compress(NETWORK, data, Optional.empty(), settings, SearchProgress.SILENT)
        .fixed();
  }

  /** Mean squared error of the integer network's outputs. */
  private static double error(FixedNetwork fixed, List<Integer> numbers) {
    Dataset data = Dataset.of(NETWORK, samples(numbers));
    QuantizedType input = fixed.inputType().type();
    float[] integer =
        new FixedPointInterpreter(fixed).runAllReal(COUNT, sample -> data.integers(sample, input));
    float[] real = new float[integer.length];
    try (FloatExecutor executor = new FloatExecutor(NETWORK)) {
      executor.run(
          COUNT,
          data::real,
          (first, size, batch) -> {
            float[] part = batch.get(NETWORK.output());
            System.arraycopy(part, 0, real, first * (part.length / size), part.length);
          });
    }
    double sum = 0;
    for (int i = 0; i < real.length; i++) {
      sum += Math.pow(real[i] - integer[i], 2);
    }
    return sum / real.length;
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void integersAreCorrectedOnAllOfIt(Correction correction) {
    List<Integer> sorted = IntStream.range(0, COUNT).boxed().toList();
    List<Integer> mixed = sorted.stream().collect(Collectors.toList());
    Collections.shuffle(mixed, new Random(6));
    double expected = error(compressed(mixed, correction), sorted);
    double actual = error(compressed(sorted, correction), sorted);
    assertThat(actual).isLessThan(1.05 * expected);
  }
}
