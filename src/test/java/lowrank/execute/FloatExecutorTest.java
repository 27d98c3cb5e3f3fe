package lowrank.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lowrank.exporter.OnnxExporter;
import lowrank.exporter.TestNetworks;
import lowrank.network.InputLayout;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.operator.Sigmoid;
import lowrank.oracle.FloatOracle;
import lowrank.oracle.FloatOracle.Activation;
import lowrank.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FloatExecutorTest {
  private static final double TOLERANCE = 1e-5;

  static Stream<Network> networks() {
    return TestNetworks.all().values().stream();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void everyValueIsTheOraclesOnEverySample(Network network) {
    int count = 3;
    int length = network.inputShape().elements();
    float[] inputs = TestNetworks.random(7, count * length);
    Map<String, Shape> shapes = network.shapes();
    Map<String, float[]> values;
    try (FloatExecutor executor = new FloatExecutor(network, shapes.keySet())) {
      values = executor.run(inputs, count);
    }
    assertThat(values.keySet()).containsExactlyElementsOf(shapes.keySet());
    for (int sample = 0; sample < count; sample++) {
      float[] input = Arrays.copyOfRange(inputs, sample * length, (sample + 1) * length);
      for (var expected : FloatOracle.run(network, input).entrySet()) {
        int size = expected.getValue().shape().elements();
        float[] actual =
            Arrays.copyOfRange(values.get(expected.getKey()), sample * size, (sample + 1) * size);
        assertClose(expected.getKey(), actual, expected.getValue());
      }
    }
  }

  private static void assertClose(String value, float[] actual, Activation expected) {
    assertThat(actual).hasSize(expected.values().length);
    double largest = Arrays.stream(expected.values()).map(Math::abs).max().orElseThrow();
    for (int i = 0; i < actual.length; i++) {
      assertThat(Math.abs(actual[i] - expected.values()[i]))
          .as("%s[%d]: %s for %s", value, i, actual[i], expected.values()[i])
          .isLessThanOrEqualTo(TOLERANCE * Math.max(largest, 1e-3));
    }
  }

  @Test
  void onlyTheOutputIsGivenBackUnlessMoreIsAskedFor() {
    Network network = TestNetworks.all().get("residual_channels_last");
    try (FloatExecutor executor = new FloatExecutor(network)) {
      assertThat(executor.run(TestNetworks.random(1, 192), 1)).containsOnlyKeys("softmax");
    }
  }

  @Test
  void manySamplesRunInBatchesThatDoNotInfluenceEachOther() {
    Network network = TestNetworks.all().get("residual_channels_first");
    int count = 150;
    int length = network.inputShape().elements();
    float[] inputs = TestNetworks.random(3, count * length);
    List<Integer> starts = new ArrayList<>();
    float[] all;
    try (FloatExecutor executor = new FloatExecutor(network)) {
      all = executor.run(inputs, count).get("softmax");
      executor.run(
          count,
          i -> Arrays.copyOfRange(inputs, i * length, (i + 1) * length),
          (first, size, values) -> {
            starts.add(first);
            assertThat(values.get("softmax"))
                .containsExactly(Arrays.copyOfRange(all, first * 5, (first + size) * 5));
          });
    }
    assertThat(starts).containsExactly(0, 64, 128);
    float[] last = Arrays.copyOfRange(inputs, (count - 1) * length, count * length);
    assertClose(
        "softmax",
        Arrays.copyOfRange(all, (count - 1) * 5, count * 5),
        FloatOracle.run(network, last).get("softmax"));
  }

  @Test
  void aWrongLengthOrNameIsRefused() {
    Network network = TestNetworks.all().get("residual_channels_last");
    assertThatThrownBy(() -> new FloatExecutor(network, List.of("nobody")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nobody");
    try (FloatExecutor executor = new FloatExecutor(network)) {
      assertThatThrownBy(() -> executor.run(new float[100], 1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> executor.run(2, i -> new float[5], (first, size, values) -> {}))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void noSamplesGiveNoValues() {
    Network network = TestNetworks.all().get("residual_channels_last");
    try (FloatExecutor executor = new FloatExecutor(network)) {
      assertThat(executor.run(new float[0], 0).get("softmax")).isEmpty();
    }
  }

  @Test
  void theRunnerTakesAModelInItsOwnLayout() {
    Network network =
        TestNetworks.network(
            "own",
            Shape.of(2, 2, 3),
            InputLayout.CHANNELS_FIRST,
            Layer.of("y", new Sigmoid(), "input"));
    float[] samples = TestNetworks.random(5, 24);
    try (ModelRunner runner = ModelRunner.of(OnnxExporter.write(network))) {
      assertThat(runner.inputDimensions()).containsExactly(1, 3, 2, 2);
      float[] outputs = runner.run(samples).get("y");
      assertThat(outputs).hasSize(24);
      for (int i = 0; i < 24; i++) {
        assertThat((double) outputs[i])
            .isCloseTo(
                1 / (1 + Math.exp(-samples[i])), org.assertj.core.api.Assertions.within(1e-6));
      }
      assertThatThrownBy(() -> runner.run(new float[13]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void theRunnerRefusesWhatIsNoModel() {
    assertThatThrownBy(() -> ModelRunner.of(new byte[] {1, 2, 3}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
