package lowrank.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lowrank.data.Samples;
import lowrank.exporter.TestNetworks;
import lowrank.fixed.Range;
import lowrank.network.InputLayout;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.operator.Dense;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A dense layer of n inputs sees one patch of each sample and needs 2 n of them. */
class SearchSamplesTest {
  private static Network dense(int inputs) {
    Tensor weights = Tensor.zeros(Shape.of(2, inputs));
    Dense dense = new Dense(weights, Tensor.zeros(Shape.of(2)), Range.ALL);
    Shape input = Shape.of(1, 1, inputs);
    Layer layer = Layer.of("dense", dense, "input");
    return TestNetworks.network("dense", input, InputLayout.CHANNELS_LAST, layer);
  }

  /** Parts of {@code count} samples, each of which has its number as all its elements. */
  private static SearchSamples samples(int inputs, int count) {
    Network network = dense(inputs);
    float[] values = new float[count * inputs];
    for (int i = 0; i < count; i++) {
      Arrays.fill(values, i * inputs, (i + 1) * inputs, i);
    }
    Shape input = Shape.of(1, 1, inputs);
    return SearchSamples.of(network, Dataset.of(network, Samples.of("numbered", input, values)));
  }

  private static Set<Integer> numbers(Dataset data) {
    return IntStream.range(0, data.count())
        .mapToObj(i -> (int) data.real(i)[0])
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 64, 199})
  void whatALayerCouldLearnByHeartIsMeasuredOnOthers(int count) {
    SearchSamples samples = samples(100, count);

    assertThat(numbers(samples.measured()))
        .hasSize(count / 3)
        .doesNotContainAnyElementsOf(numbers(samples.fitted()));
    assertThat(numbers(samples.fitted())).hasSize(count - count / 3);
  }

  @Test
  void enoughSamplesServeForBoth() {
    SearchSamples samples = samples(100, 200);

    assertThat(numbers(samples.measured())).hasSize(200);
    assertThat(numbers(samples.fitted())).hasSize(200);
  }

  @Test
  void moreAreFittedToThanASearchAffordsOnlyWhereLayersNeedThem() {
    assertThat(numbers(samples(100, 900).fitted())).hasSize(SearchSamples.MOST).contains(0, 450);
    assertThat(numbers(samples(300, 900).fitted())).hasSize(600);
    assertThat(numbers(samples(4, 900).measured())).hasSize(900);
  }

  @ParameterizedTest
  @CsvSource({"0, 512", "1000, 512", "10000000, 500", "39000000, 128", "1000000000000, 128"})
  void aSearchAffordsFewerSamplesOfLargerNetworks(long multiplies, int samples) {
    assertThat(SearchSamples.affordable(multiplies)).isEqualTo(samples);
  }
}
