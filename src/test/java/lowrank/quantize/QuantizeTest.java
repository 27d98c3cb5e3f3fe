package lowrank.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.Range;
import lowrank.interpret.FixedPointInterpreter;
import lowrank.kernel.PoolKernel;
import lowrank.kernel.Window;
import lowrank.network.InputLayout;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.network.Quantization;
import lowrank.operator.Conv2d;
import lowrank.operator.Dense;
import lowrank.operator.Pool2d;
import lowrank.program.FixedNetwork;
import lowrank.provenance.Preprocessing;
import lowrank.provenance.Provenance;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;
import org.junit.jupiter.api.Test;

class QuantizeTest {
  private static final Provenance PROVENANCE =
      new Provenance("test.onnx", "", Preprocessing.NONE, List.of());

  private static Network network(Shape input, Layer... layers) {
    return new Network(
        "test",
        "input",
        input,
        InputLayout.CHANNELS_LAST,
        List.of(layers),
        layers[layers.length - 1].name(),
        PROVENANCE);
  }

  private static Tensor random(Shape shape, long seed) {
    Random random = new Random(seed);
    float[] values = new float[shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new Tensor(shape, values);
  }

  private static Network convolutionAndPool() {
    Conv2d conv =
        new Conv2d(
            random(Shape.of(4, 3, 3, 2), 1),
            random(Shape.of(4), 2),
            Window.of(3, 3).withPadding(1, 1, 1, 1),
            1,
            Range.RELU);
    Pool2d pool = new Pool2d(Window.of(2, 2).withStride(2, 2), PoolKernel.Mode.MAXIMUM, Range.ALL);
    return network(
        Shape.of(6, 6, 2), Layer.of("conv", conv, "input"), Layer.of("pool", pool, "conv"));
  }

  private static CalibrationRun ranges(Map<String, float[]> seen) {
    return observer -> seen.forEach(observer::see);
  }

  @Test
  void valuesThatAreOnlyMovedShareTheWidestType() {
    CalibrationRun run =
        ranges(
            Map.of(
                "input", new float[] {-1, 1},
                "conv", new float[] {0, 5.1f},
                "pool", new float[] {0, 4}));
    Map<String, QuantizedType> types =
        Calibrator.calibrate(convolutionAndPool(), run, RangeMethod.MINMAX);
    assertThat(types.get("pool")).isEqualTo(types.get("conv"));
    assertThat(types.get("conv").scale()).isEqualTo(5.1f / 255, offset(1e-6f));
    assertThat(types.get("conv").zeroPoint()).isEqualTo(-128);
  }

  @Test
  void zeroIsExactInEveryRange() {
    Random random = new Random(3);
    for (int i = 0; i < 1000; i++) {
      Interval interval = new Interval(-random.nextDouble() * 9, random.nextDouble() * 9);
      QuantizedType type = interval.toInt8();
      assertThat(type.dequantize(type.quantize(0))).isZero();
      assertThat((double) type.dequantize(-128)).isBetween(interval.minimum() - type.scale(), 0.0);
      assertThat((double) type.dequantize(127)).isBetween(0.0, interval.maximum() + type.scale());
    }
  }

  @Test
  void percentileAndErrorMinimisingRangesIgnoreARareOutlier() {
    float[] seen = new float[100_001];
    Random random = new Random(4);
    for (int i = 0; i < seen.length - 1; i++) {
      seen[i] = (float) random.nextGaussian();
    }
    seen[seen.length - 1] = 8;
    Interval all = new Interval(-5, 8);
    Histogram histogram = new Histogram(all);
    histogram.add(seen);
    assertThat(RangeMethod.MINMAX.choose(histogram)).isEqualTo(all);
    assertThat(RangeMethod.PERCENTILE.choose(histogram).maximum()).isBetween(3.0, 5.0);
    assertThat(RangeMethod.MSE.choose(histogram).maximum()).isLessThan(7);
    assertThat(histogram.quantizationError(RangeMethod.MSE.choose(histogram)))
        .isLessThan(histogram.quantizationError(all));
  }

  @Test
  void integersFollowTheFloatResultWithinAFewSteps() {
    Network network = convolutionAndPool();
    Conv2d conv = (Conv2d) network.layers().get(0).operator();
    float[] input = random(network.inputShape(), 5).toArray();
    float[] expected = new float[6 * 6 * 4];
    for (int y = 0; y < 6; y++) {
      for (int x = 0; x < 6; x++) {
        for (int channel = 0; channel < 4; channel++) {
          expected[(y * 6 + x) * 4 + channel] = convolve(conv, input, y, x, channel);
        }
      }
    }
    CalibrationRun run = ranges(Map.of("input", input, "conv", expected, "pool", expected));
    Quantization quantization =
        Quantizer.quantize(network, Calibrator.calibrate(network, run, RangeMethod.MINMAX));
    FixedNetwork fixed = FixedNetworkBuilder.build(network, quantization);
    QuantizedType in = fixed.inputType().type();
    int[] integers = new int[input.length];
    for (int i = 0; i < input.length; i++) {
      integers[i] = in.quantize(input[i]);
    }
    int[] output = new FixedPointInterpreter(fixed).trace(integers).outputs().get(0);
    QuantizedType out = fixed.layers().get(0).kernel().output().type();
    for (int i = 0; i < output.length; i++) {
      assertThat((double) out.dequantize(output[i]))
          .isCloseTo(expected[i], offset(4.0 * out.scale()));
    }
  }

  private static float convolve(Conv2d conv, float[] input, int y, int x, int channel) {
    double sum = conv.bias().at(channel);
    for (int ky = 0; ky < 3; ky++) {
      for (int kx = 0; kx < 3; kx++) {
        int row = y + ky - 1;
        int column = x + kx - 1;
        if (row >= 0 && row < 6 && column >= 0 && column < 6) {
          for (int c = 0; c < 2; c++) {
            sum +=
                input[(row * 6 + column) * 2 + c]
                    * conv.weights().at(((channel * 3 + ky) * 3 + kx) * 2 + c);
          }
        }
      }
    }
    return (float) Math.max(0, sum);
  }

  @Test
  void multipliesCountedEqualTheFormula() {
    Network network = convolutionAndPool();
    CalibrationRun run = ranges(Map.of("input", new float[] {1}, "conv", new float[] {1}));
    FixedNetwork fixed =
        FixedNetworkBuilder.build(
            network,
            Quantizer.quantize(network, Calibrator.calibrate(network, run, RangeMethod.MINMAX)));
    List<Long> counted = new FixedPointInterpreter(fixed).trace(new int[6 * 6 * 2]).multiplies();
    assertThat(counted).containsExactly(6L * 6 * 4 * 3 * 3 * 2, 0L);
    assertThat(fixed.multiplies()).isEqualTo(network.multiplies()).isEqualTo(counted.get(0));
  }

  @Test
  void zeroChannelsAndLargeBiasesStayFinite() {
    Dense dense =
        new Dense(
            new Tensor(Shape.of(2, 2), new float[] {0, 0, 1e-12f, 0}),
            Tensor.vector(3, -1e6f),
            Range.ALL);
    Network network = network(Shape.of(2), Layer.of("dense", dense, "input"));
    CalibrationRun run =
        ranges(Map.of("input", new float[] {1, -1}, "dense", new float[] {3, -1e6f}));
    FixedNetwork fixed =
        FixedNetworkBuilder.build(
            network,
            Quantizer.quantize(network, Calibrator.calibrate(network, run, RangeMethod.MINMAX)));
    int[] output = new FixedPointInterpreter(fixed).run(new int[] {5, 5});
    QuantizedType type = fixed.outputType().type();
    assertThat((double) type.dequantize(output[1])).isCloseTo(-1e6, offset((double) type.scale()));
  }

  @Test
  void aSumThatCouldOverflowIsRefused() {
    int inputs = 140_000;
    float[] weights = new float[inputs];
    Arrays.fill(weights, 1);
    Dense dense = new Dense(new Tensor(Shape.of(1, inputs), weights), Tensor.vector(0), Range.ALL);
    Network network = network(Shape.of(inputs), Layer.of("wide", dense, "input"));
    CalibrationRun run = ranges(Map.of("input", new float[] {0, 1}, "wide", new float[] {0, 1000}));
    Map<String, QuantizedType> types = Calibrator.calibrate(network, run, RangeMethod.MINMAX);
    assertThatThrownBy(() -> FixedNetworkBuilder.build(network, Quantizer.quantize(network, types)))
        .isInstanceOfSatisfying(
            CompileException.class,
            e -> assertThat(e.fault()).isEqualTo(Fault.ACCUMULATOR_OVERFLOW))
        .hasMessageContaining("wide");
  }
}
