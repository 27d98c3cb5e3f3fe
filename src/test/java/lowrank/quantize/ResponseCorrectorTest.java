package lowrank.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Map;
import java.util.Random;
import lowrank.exporter.TestNetworks;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.Range;
import lowrank.interpret.FixedPointInterpreter;
import lowrank.kernel.Window;
import lowrank.network.InputLayout;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.network.Quantization;
import lowrank.operator.Conv2d;
import lowrank.operator.Dense;
import lowrank.program.FixedNetwork;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResponseCorrectorTest {
  private static final int SAMPLES = 300;
  private static final Shape INPUT = Shape.of(5, 6, 3);

  /** The input is clipped at 1, far below what is seen: every sum is off on average. */
  private static final Map<String, QuantizedType> TYPES =
      Map.of(
          "input", QuantizedType.int8(1 / 255f, -128),
          "conv", QuantizedType.int8(0.1f, 0));

  /** A strided, padded convolution; the first column of its kernel is 0. */
  private static Conv2d convolution() {
    Shape shape = Shape.of(4, 3, 3, 3);
    return new Conv2d(
        new Tensor(shape, TestNetworks.random(8, shape.elements())),
        Tensor.vector(1, -1, 0, 2),
        Window.of(3, 3).withStride(2, 1).withPadding(1, 0, 1, 2),
        1,
        Range.ALL);
  }

  private static Network network() {
    return TestNetworks.network(
        "biased", INPUT, InputLayout.CHANNELS_LAST, Layer.of("conv", convolution(), "input"));
  }

  /** Samples grow, as where data are sorted. */
  private static float[] inputs() {
    Random random = new Random(5);
    float[] values = new float[SAMPLES * INPUT.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.abs(random.nextGaussian()) * (1 + (float) i / values.length);
    }
    return values;
  }

  /** Sums of the float convolution by output channel, computed as the definition says. */
  private static double[] wantedMeans(Conv2d conv, Shape output) {
    float[] inputs = inputs();
    double[] sums = new double[4];
    for (int sample = 0; sample < SAMPLES; sample++) {
      for (int y = 0; y < output.height(); y++) {
        for (int x = 0; x < output.width(); x++) {
          for (int tap = 0; tap < 9; tap++) {
            int row = 2 * y - 1 + tap / 3;
            int column = x + tap % 3;
            if (row >= 0 && row < 5 && column < 6) {
              for (int c = 0; c < 3; c++) {
                float value = inputs[sample * 90 + (row * 6 + column) * 3 + c];
                for (int channel = 0; channel < 4; channel++) {
                  sums[channel] += value * conv.weights().at((channel * 9 + tap) * 3 + c);
                }
              }
            }
          }
        }
      }
    }
    for (int channel = 0; channel < 4; channel++) {
      sums[channel] =
          sums[channel] / (SAMPLES * output.height() * output.width()) + conv.bias().at(channel);
    }
    return sums;
  }

  private static double[] means(FixedNetwork fixed) {
    float[] inputs = inputs();
    QuantizedType in = fixed.inputType().type();
    QuantizedType out = fixed.outputType().type();
    double[] sums = new double[4];
    int count = 0;
    for (int sample = 0; sample < SAMPLES; sample++) {
      int[] input = new int[INPUT.elements()];
      for (int i = 0; i < input.length; i++) {
        input[i] = in.quantize(inputs[sample * input.length + i]);
      }
      int[] output = new FixedPointInterpreter(fixed).run(input);
      for (int i = 0; i < output.length; i++) {
        sums[i % 4] += out.dequantize(output[i]);
      }
      count += output.length / 4;
    }
    for (int channel = 0; channel < 4; channel++) {
      sums[channel] /= count;
    }
    return sums;
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void meansOfTheIntegersBecomeThoseOfTheFloats(Correction correction) {
    Network network = network();
    CalibrationRun run = observer -> observer.see("input", inputs());
    Quantization plain = Quantizer.quantize(network, TYPES);
    Quantization corrected = ResponseCorrector.correct(network, plain, run, correction);
    assertThat(corrected.activations()).isEqualTo(plain.activations());
    double[] wanted = wantedMeans(convolution(), network.shapes().get("conv"));
    double[] before = means(FixedNetworkBuilder.build(network, plain));
    double[] after = means(FixedNetworkBuilder.build(network, corrected));
    double worstBefore = 0;
    for (int channel = 0; channel < 4; channel++) {
      worstBefore = Math.max(worstBefore, Math.abs(before[channel] - wanted[channel]));
      // What is left is the rounding of the outputs themselves, which averages out.
      assertThat(Math.abs(after[channel] - wanted[channel])).isLessThan(0.02);
    }
    assertThat(worstBefore).isGreaterThan(0.2);
  }

  @Test
  void asManySamplesAreLookedAtAsLayersNeed() {
    assertThat(ResponseCorrector.samples(network())).isEqualTo(256);
    assertThat(ResponseCorrector.samples(dense(500))).isEqualTo(1000);
    assertThat(ResponseCorrector.samples(dense(20_000))).isEqualTo((1 << 28) / 20_001);
    assertThat(ResponseCorrector.samples(dense(3_000_000))).isEqualTo(128);
  }

  private static Network dense(int inputs) {
    Dense dense =
        new Dense(Tensor.zeros(Shape.of(1, inputs)), Tensor.zeros(Shape.of(1)), Range.ALL);
    return TestNetworks.network(
        "dense", Shape.of(inputs), InputLayout.CHANNELS_LAST, Layer.of("dense", dense, "input"));
  }

  @Test
  void withoutCorrectionTheNearestIntegersStay() {
    Quantization plain = Quantizer.quantize(network(), TYPES);
    CalibrationRun never = observer -> fail("no data are needed");
    assertThat(ResponseCorrector.correct(network(), plain, never, Correction.NONE)).isSameAs(plain);
  }

  @Test
  void statisticsGiveTheCalibratorsTypesAndExceptions() {
    Network network = network();
    float[] outputs = TestNetworks.random(9, 500);
    outputs[7] = 40;
    CalibrationRun run =
        observer -> {
          observer.see("input", inputs());
          observer.see("conv", outputs);
        };
    ActivationStatistics statistics = ActivationStatistics.collect(network, run);
    for (RangeMethod method : RangeMethod.values()) {
      assertThat(statistics.types(method)).isEqualTo(Calibrator.calibrate(network, run, method));
    }
    Map<String, QuantizedType> mixed =
        statistics.types(RangeMethod.MSE, Map.of("conv", RangeMethod.MINMAX));
    assertThat(mixed.get("conv")).isEqualTo(statistics.types(RangeMethod.MINMAX).get("conv"));
    assertThat(mixed.get("input")).isEqualTo(statistics.types(RangeMethod.MSE).get("input"));
  }
}
