package lowrank.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import lowrank.data.Samples;
import lowrank.execute.FloatExecutor;
import lowrank.execute.ModelRunner;
import lowrank.importer.ModelImporter;
import lowrank.network.Network;
import lowrank.provenance.Preprocessing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The models under {@code src/samples}, imported and written back, equal their originals. */
class SampleModelsTest {
  private static final Path SAMPLES = Path.of("src/samples");
  private static final Preprocessing MNIST =
      new Preprocessing(1 / 255.0, List.of(0.1307), List.of(0.3081));

  private static void assertClose(float[] actual, float[] expected) {
    float largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat(actual).containsExactly(expected, within(1e-4f * largest));
  }

  @Test
  void bundledModelGivesTheOutputsThatPythonComputed() {
    Network imported = ModelImporter.read(SAMPLES.resolve("bundled/lenet_mnist.onnx")).network();
    Network network = imported.withProvenance(imported.provenance().withPreprocessing(MNIST));
    Samples samples = Samples.read(SAMPLES.resolve("bundled/test_x.npy"));
    Samples expected = Samples.read(SAMPLES.resolve("bundled/expected_y.npy"));
    Dataset data = Dataset.of(network, samples);
    try (FloatExecutor executor = new FloatExecutor(network)) {
      executor.run(
          data.count(),
          data::real,
          (first, count, values) -> {
            float[] outputs = values.get(network.output());
            float[] wanted = new float[outputs.length];
            for (int i = 0; i < wanted.length; i++) {
              wanted[i] = (float) expected.at(first + i / 10, i % 10);
            }
            assertClose(outputs, wanted);
          });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bundled/lenet_mnist.onnx", "article/article_cifar10.onnx"})
  void writtenBackEqualsTheOriginalOnNoise(String model) throws IOException {
    Path file = SAMPLES.resolve(model);
    Network network = ModelImporter.read(file).network();
    int channels = network.inputShape().channels();
    int pixels = network.inputShape().elements() / channels;
    Random random = new Random(1);
    for (int run = 0; run < 8; run++) {
      float[] channelsFirst = new float[channels * pixels];
      float[] channelsLast = new float[channels * pixels];
      for (int i = 0; i < channelsFirst.length; i++) {
        channelsFirst[i] = (float) random.nextGaussian();
        channelsLast[i % pixels * channels + i / pixels] = channelsFirst[i];
      }
      try (FloatExecutor executor = new FloatExecutor(network);
          ModelRunner original = ModelRunner.of(Files.readAllBytes(file))) {
        assertClose(
            executor.run(channelsLast, 1).get(network.output()),
            original.run(channelsFirst).values().iterator().next());
      }
    }
  }
}
