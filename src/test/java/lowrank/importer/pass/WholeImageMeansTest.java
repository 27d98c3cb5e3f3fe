package lowrank.importer.pass;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.Range;
import lowrank.interpret.FixedPointInterpreter;
import lowrank.kernel.PoolKernel.Mode;
import lowrank.kernel.Window;
import lowrank.network.InputLayout;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.network.Quantization;
import lowrank.operator.Mean;
import lowrank.operator.Operator;
import lowrank.operator.Pool2d;
import lowrank.program.FixedNetwork;
import lowrank.provenance.Preprocessing;
import lowrank.provenance.Provenance;
import lowrank.quantize.CalibrationRun;
import lowrank.quantize.Calibrator;
import lowrank.quantize.FixedNetworkBuilder;
import lowrank.quantize.Quantizer;
import lowrank.quantize.RangeMethod;
import lowrank.tensor.Shape;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class WholeImageMeansTest {
  private static final Shape IMAGE = Shape.of(8, 6, 5);
  private static final Pool2d AVERAGE = new Pool2d(Window.of(8, 6), Mode.AVERAGE, Range.ALL);

  private static Network network(Pool2d pool) {
    return new Network(
        "test",
        "input",
        IMAGE,
        InputLayout.CHANNELS_LAST,
        List.of(Layer.of("pool", pool, "input")),
        "pool",
        new Provenance("test.onnx", "", Preprocessing.NONE, List.of()));
  }

  private static Operator after(Pool2d pool) {
    return new WholeImageMeans().apply(network(pool)).layers().get(0).operator();
  }

  @Test
  void onlyAveragesOfAllPixelsBecomeMeans() {
    assertThat(after(AVERAGE)).isInstanceOf(Mean.class);
    assertThat(after(new Pool2d(Window.of(8, 6).withStride(8, 6), Mode.AVERAGE, Range.ALL)))
        .isInstanceOf(Mean.class);
    for (Pool2d other :
        List.of(
            new Pool2d(Window.of(8, 6), Mode.MAXIMUM, Range.ALL),
            new Pool2d(Window.of(8, 6), Mode.AVERAGE, Range.RELU),
            new Pool2d(Window.of(8, 5), Mode.AVERAGE, Range.ALL),
            new Pool2d(Window.of(8, 6).withPadding(1, 0, 0, 0), Mode.AVERAGE, Range.ALL))) {
      assertThat(after(other)).isEqualTo(other);
    }
  }

  /** A pixel in 48 is bright: the mean uses a small part of the pixels' range. */
  @RepeatedTest(20)
  void aMeanIsRoundedAtItsOwnScale(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    float[] image = new float[IMAGE.elements()];
    float[] means = new float[IMAGE.channels()];
    for (int i = 0; i < image.length; i++) {
      image[i] = random.nextInt(48) == 0 ? 10 * random.nextFloat() : random.nextFloat() / 10;
    }
    QuantizedType input = calibrated(network(AVERAGE), image, means).inputType().type();
    for (int i = 0; i < image.length; i++) {
      image[i] = input.dequantize(input.quantize(image[i]));
      means[i % means.length] += image[i] / 48;
    }
    FixedNetwork mean = calibrated(new WholeImageMeans().apply(network(AVERAGE)), image, means);
    QuantizedType output = mean.types().get("pool").type();
    assertThat(output.scale()).isLessThan(input.scale() / 4);
    int[] integers = new int[image.length];
    for (int i = 0; i < integers.length; i++) {
      integers[i] = mean.inputType().type().quantize(image[i]);
    }
    int[] answered = new FixedPointInterpreter(mean).run(integers);
    for (int channel = 0; channel < means.length; channel++) {
      float error = output.dequantize(answered[channel]) - means[channel];
      assertThat(Math.abs(error)).isLessThan(0.6f * output.scale());
    }
  }

  private static FixedNetwork calibrated(Network network, float[] image, float[] means) {
    CalibrationRun run =
        observer -> {
          observer.see("input", image);
          observer.see("pool", means);
        };
    Quantization quantization =
        Quantizer.quantize(network, Calibrator.calibrate(network, run, RangeMethod.MINMAX));
    return FixedNetworkBuilder.build(network, quantization);
  }
}
