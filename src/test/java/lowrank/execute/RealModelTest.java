package lowrank.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import lowrank.data.InputEncoder;
import lowrank.data.Labels;
import lowrank.data.Samples;
import lowrank.exporter.OnnxExporter;
import lowrank.fixed.QuantizedType;
import lowrank.importer.tflite.TfliteImporter;
import lowrank.interpret.FixedPointInterpreter;
import lowrank.network.ImportedModel;
import lowrank.network.InputLayout;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.network.Quantization;
import lowrank.oracle.SharedData;
import lowrank.oracle.TestQuantizer;
import lowrank.provenance.Preprocessing;
import lowrank.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Published models, from the files to what they are known to give. */
class RealModelTest {
  @Test
  void resnet20HasItsAccuracyOnTheTestImages() {
    Samples images = Samples.read(SharedData.file("cifar10/test_x.npy"));
    Labels labels = Labels.read(SharedData.file("cifar10/test_y.npy"), images.count(), 10);
    Preprocessing preprocessing =
        new Preprocessing(1 / 255.0, List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));
    InputEncoder encoder =
        new InputEncoder(Shape.of(32, 32, 3), InputLayout.CHANNELS_FIRST, preprocessing, images);
    int right = 0;
    try (ModelRunner runner = ModelRunner.of(SharedData.bytes("models/resnet20.onnx"))) {
      for (int i = 0; i < images.count(); i++) {
        float[] scores =
            runner
                .run(ChannelOrder.toFirst(encoder.real(i), 1, Shape.of(32, 32, 3)))
                .values()
                .iterator()
                .next();
        right += largest(scores) == labels.at(i) ? 1 : 0;
      }
    }
    assertThat(100.0 * right / images.count()).isCloseTo(91.48, within(0.1));
  }

  @Test
  void resnet8HasItsAccuracyOnTheTestImages() {
    Network network =
        TfliteImporter.read("resnet8", SharedData.bytes("models/resnet8_float.tflite")).network();
    Samples images = Samples.read(SharedData.file("cifar10/test_x.npy"));
    Labels labels = Labels.read(SharedData.file("cifar10/test_y.npy"), images.count(), 10);
    InputEncoder encoder = InputEncoder.of(network, images);
    AtomicInteger right = new AtomicInteger();
    try (FloatExecutor executor = new FloatExecutor(network)) {
      executor.run(
          images.count(),
          encoder::real,
          (first, count, values) -> {
            float[] scores = values.get(network.output());
            for (int i = 0; i < count; i++) {
              int best = largest(Arrays.copyOfRange(scores, i * 10, (i + 1) * 10));
              right.addAndGet(best == labels.at(first + i) ? 1 : 0);
            }
          });
    }
    assertThat(100.0 * right.get() / images.count()).isCloseTo(86.98, within(0.02));
  }

  /**
   * ONNX Runtime computes in float between the integers, the interpreter in integers. Behind the
   * first layer fewer than 1 in 200 integers differ, by one step; on the way through the layers
   * single steps grow, so at the output 85 % are the same or one step off (softmax turns one step
   * of a logit into up to a dozen).
   */
  @ParameterizedTest
  @ValueSource(strings = {"resnet8_int8", "kws_int8", "vww96_int8", "ad01_int8"})
  void quantisedModelsRunCloseToTheInterpreter(String name) {
    ImportedModel model = TfliteImporter.read(name, SharedData.bytes("models/" + name + ".tflite"));
    Network network = model.network();
    Quantization quantization = model.quantization().orElseThrow();
    Samples inputs = Samples.read(SharedData.file("golden/" + name + "_x.npy"));
    Layer first = network.layers().get(0);
    Network begin =
        new Network(
            name,
            network.input(),
            network.inputShape(),
            network.layout(),
            List.of(first),
            first.name(),
            network.provenance());
    int[] behindFirst = differences(begin, quantization, inputs);
    assertThat(Arrays.stream(behindFirst).max().orElseThrow()).isLessThanOrEqualTo(1);
    assertThat(share(behindFirst, 0)).isGreaterThan(0.995);
    assertThat(share(differences(network, quantization, inputs), 1)).isGreaterThan(0.85);
  }

  /** Steps between the output's integers in ONNX Runtime and in the interpreter. */
  private static int[] differences(Network network, Quantization quantization, Samples inputs) {
    Shape shape = network.shapes().get(network.output());
    QuantizedType input = quantization.activations().get(network.input());
    QuantizedType output = quantization.activations().get(network.output());
    FixedPointInterpreter interpreter =
        new FixedPointInterpreter(TestQuantizer.fixed(network, quantization));
    InputEncoder encoder = InputEncoder.of(network, inputs);
    IntStream.Builder differences = IntStream.builder();
    try (ModelRunner runner = ModelRunner.of(OnnxExporter.write(network, quantization))) {
      for (int sample = 0; sample < inputs.count(); sample++) {
        int[] integers = encoder.integers(sample, input.element());
        float[] represented = new float[integers.length];
        for (int i = 0; i < integers.length; i++) {
          represented[i] = input.dequantize(integers[i]);
        }
        float[] result = runner.run(represented).get(network.output());
        float[] actual = ChannelOrder.toLast(result, 1, shape);
        int[] expected = interpreter.run(integers);
        assertThat(actual).hasSize(expected.length);
        for (int i = 0; i < actual.length; i++) {
          int integer = (int) Math.rint(actual[i] / output.scale()) + output.zeroPoint();
          differences.add(Math.abs(integer - expected[i]));
        }
      }
    }
    return differences.build().toArray();
  }

  /** Share of the differences that are at most {@code limit}. */
  private static double share(int[] differences, int limit) {
    long within = Arrays.stream(differences).filter(steps -> steps <= limit).count();
    return (double) within / differences.length;
  }

  private static int largest(float[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best;
  }
}
