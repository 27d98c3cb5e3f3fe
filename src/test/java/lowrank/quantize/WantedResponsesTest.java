package lowrank.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import lowrank.exporter.TestNetworks;
import lowrank.fixed.Range;
import lowrank.kernel.Window;
import lowrank.network.InputLayout;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.operator.Add;
import lowrank.operator.Conv2d;
import lowrank.operator.WeightedOperator;
import lowrank.oracle.FloatOracle;
import lowrank.oracle.FloatOracle.Activation;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WantedResponsesTest {
  private static final Shape INPUT = Shape.of(4, 5, 6);

  private static Network network(int groups) {
    Shape weights = Shape.of(6, 3, 3, 6 / groups);
    Conv2d conv =
        new Conv2d(
            new Tensor(weights, TestNetworks.random(groups, weights.elements())),
            Tensor.vector(1, 2, 3, 4, 5, 6),
            Window.of(3, 3).withPadding(1, 1, 1, 1),
            groups,
            Range.ALL);
    return TestNetworks.network(
        "sum",
        INPUT,
        InputLayout.CHANNELS_LAST,
        Layer.of("conv", conv, "input"),
        Layer.of("add", new Add(Range.RELU), "conv", "input"));
  }

  /** The float response, and in its place in the sum what the other branch has lost as well. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 6})
  void areTheFloatLayersWithWhatTheOtherBranchLacks(int groups) {
    Network network = network(groups);
    WeightedOperator operator = (WeightedOperator) network.layers().get(0).operator();
    WantedResponses responses = new WantedResponses(network.layers().get(0), network, INPUT);
    assertThat(responses.other()).contains("input");
    float[] batch = TestNetworks.random(9, 2 * INPUT.elements());
    responses.addInput(7, batch, 1);
    responses.addOther(7, batch, 1);
    double[] sample = new double[INPUT.elements()];
    for (int i = 0; i < sample.length; i++) {
      sample[i] = batch[INPUT.elements() + i];
    }
    double[] expected = FloatOracle.run(operator, List.of(new Activation(INPUT, sample))).values();
    float[] reached = TestNetworks.random(4, INPUT.elements());
    float[] own = responses.of(7, Optional.empty());
    float[] joint = responses.of(7, Optional.of(reached));
    assertThat(own).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) own[i]).isCloseTo(expected[i], Offset.offset(1e-4));
      assertThat((double) joint[i])
          .isCloseTo(expected[i] + sample[i] - reached[i], Offset.offset(1e-4));
    }
  }
}
