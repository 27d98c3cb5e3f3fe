package lowrank.decompose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.network.NetworkChecker;
import lowrank.network.RankPlan;
import lowrank.network.RankPlan.Choice;
import lowrank.operator.WeightedOperator;
import lowrank.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantizationGaugeTest {
  private static final Network ORIGINAL = DecomposerTest.network("clip");
  private static final RandomActivations RUN = new RandomActivations(ORIGINAL, 23);

  private static Network decomposed(Network network, String method, int... ranks) {
    List<Integer> list = new ArrayList<>();
    for (int rank : ranks) {
      list.add(rank);
    }
    return new Decomposer()
        .apply(
            network,
            RankPlan.EMPTY
                .with("conv1", new Choice(method, list))
                .with("fc", new Choice("svd", List.of(5))));
  }

  private static List<float[]> outputs(Network network) {
    List<float[]> outputs = new ArrayList<>();
    RUN.execute(
        List.of(new ActivationRun.Request(network, List.of(network.output()))),
        (first, count, values) -> outputs.add(values.get(0).get(network.output())));
    return outputs;
  }

  private static double noise(Network network) {
    return IntermediateReader.read(network, ChainSpan.in(network), RUN).stream()
        .mapToDouble(GaugedChain::noise)
        .sum();
  }

  @ParameterizedTest
  @CsvSource({"tucker2,3,5", "spatial,4,", "cp,5,", "cp3,5,", "tucker1-in,2,", "tucker1-out,4,"})
  void whatTheNetworkComputesStaysAndTheNoiseFalls(String method, int first, Integer second) {
    Network before =
        second == null
            ? decomposed(ORIGINAL, method, first)
            : decomposed(ORIGINAL, method, first, second);
    Network after = QuantizationGauge.settle(before, RUN).network();
    NetworkChecker.check(after);
    assertThat(ChainSpan.in(before)).hasSize(2);
    assertThat(noise(after)).isLessThan(noise(before));
    List<float[]> expected = outputs(before);
    List<float[]> actual = outputs(after);
    for (int i = 0; i < expected.size(); i++) {
      float largest = 0;
      for (float value : expected.get(i)) {
        largest = Math.max(largest, Math.abs(value));
      }
      assertThat(largest).isPositive();
      assertThat(actual.get(i)).containsExactly(expected.get(i), within(1e-5f * largest));
    }
  }

  /** Where nothing is padded biases take the means over; where the reader pads, zero stays zero. */
  @Test
  void channelsThatNothingPadsAreCentred() {
    Network after = QuantizationGauge.settle(decomposed(ORIGINAL, "tucker2", 3, 5), RUN).network();
    List<ChainSpan> spans = ChainSpan.in(after);
    assertThat(spans).as("chains without biases between their factors").isEmpty();
    WeightedOperator first = (WeightedOperator) after.layers().get(0).operator();
    WeightedOperator core = (WeightedOperator) after.layers().get(1).operator();
    assertThat(first.bias().toDoubles()).containsOnly(0);
    double[] sums = new double[core.outputChannels()];
    double[] squares = new double[sums.length];
    int[] count = new int[1];
    String value = after.layers().get(1).name();
    RUN.execute(
        List.of(new ActivationRun.Request(after, List.of(value))),
        (begin, size, values) -> {
          float[] elements = values.get(0).get(value);
          for (int i = 0; i < elements.length; i++) {
            sums[i % sums.length] += elements[i];
            squares[i % sums.length] += elements[i] * (double) elements[i];
          }
          count[0] += elements.length / sums.length;
        });
    for (int channel = 0; channel < sums.length; channel++) {
      double mean = sums[channel] / count[0];
      assertThat(mean * mean).isLessThan(0.02 * squares[channel] / count[0]);
      assertThat(core.bias().at(channel)).isNotZero();
    }
  }

  @Test
  void layersThatAreNoFactorsStay() {
    assertThat(QuantizationGauge.settle(ORIGINAL, RUN).network()).isEqualTo(ORIGINAL);
    Network before = decomposed(ORIGINAL, "spatial", 4);
    Network after = QuantizationGauge.settle(before, RUN).network();
    for (int i = 0; i < before.layers().size(); i++) {
      Layer layer = before.layers().get(i);
      if (!layer.origin().decomposed()) {
        assertThat(after.layers().get(i)).isEqualTo(layer);
      }
    }
  }

  @Test
  void aChainOfAZeroKernelStaysZero() {
    List<Layer> layers = new ArrayList<>(ORIGINAL.layers());
    WeightedOperator first = (WeightedOperator) layers.get(0).operator();
    layers.set(
        0,
        layers
            .get(0)
            .withOperator(first.withWeights(Tensor.zeros(first.weights().shape()), first.bias())));
    Network before = decomposed(ORIGINAL.withLayers(layers), "spatial", 1);
    Network after = QuantizationGauge.settle(before, RUN).network();
    assertThat(after.layers().subList(0, 2)).isEqualTo(before.layers().subList(0, 2));
  }

  @Test
  void aChainWithABiasBetweenItsFactorsStays() {
    Network plain = decomposed(ORIGINAL, "spatial", 4);
    List<Layer> layers = new ArrayList<>(plain.layers());
    WeightedOperator first = (WeightedOperator) layers.get(0).operator();
    Tensor bias = Kernels.gaussian(first.bias().shape(), 3);
    layers.set(0, layers.get(0).withOperator(first.withWeights(first.weights(), bias)));
    Network before = plain.withLayers(layers);
    Network after = QuantizationGauge.settle(before, RUN).network();
    assertThat(after.layers().subList(0, 2)).isEqualTo(before.layers().subList(0, 2));
    assertThat(after).isNotEqualTo(before);
  }

  @Test
  void theSameNetworkGivesTheSameBytes() {
    Network before = decomposed(ORIGINAL, "tucker2", 3, 5);
    assertThat(QuantizationGauge.settle(before, RUN).network())
        .isEqualTo(QuantizationGauge.settle(before, RUN).network());
  }
}
