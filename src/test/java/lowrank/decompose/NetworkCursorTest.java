package lowrank.decompose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lowrank.decompose.ActivationRun.Request;
import lowrank.network.Network;
import lowrank.network.NetworkSegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkCursorTest {
  private static final int INPUTS = 13;

  static Stream<Network> networks() {
    return Stream.of(DecomposerTest.network("clip"), Branches.residual(), Branches.concatenated());
  }

  private static List<float[]> values(ActivationRun run, Request request, String value) {
    List<float[]> values = new ArrayList<>();
    run.execute(
        List.of(request), (first, count, batch) -> values.add(batch.get(0).get(value).clone()));
    return values;
  }

  private static void same(List<float[]> actual, List<float[]> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      assertThat(actual.get(i)).isEqualTo(expected.get(i));
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void givesTheValuesThatTheWholeNetworkGives(Network network) {
    RandomActivations run = new RandomActivations(network, INPUTS);
    NetworkCursor cursor = new NetworkCursor(run);
    for (int position = 0; position < network.layers().size(); position++) {
      String value = network.layers().get(position).name();
      cursor.advance(network, position - 1);
      same(
          values(run, cursor.request(network, List.of(value)), value),
          values(run, new Request(network, List.of(value)), value));
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void givesLinearResponses(Network network) {
    RandomActivations run = new RandomActivations(network, INPUTS);
    NetworkCursor cursor = new NetworkCursor(run);
    int last = network.layers().size() - 1;
    cursor.advance(network, last - 1);
    Network linear = NetworkSegment.linear(network);
    same(
        values(run, cursor.linear(network, network.output()), network.output()),
        values(run, new Request(linear, List.of(network.output())), network.output()));
  }

  @Test
  void whatIsBehindThePlaceMayChange() {
    Network network = Branches.residual();
    Network other =
        network.withLayers(
            IntStream.range(0, 5)
                .mapToObj(
                    i ->
                        i < 4
                            ? network.layers().get(i)
                            : network
                                .layers()
                                .get(i)
                                .withOperator(Kernels.convolution(2, 3, 3, 3, 9)))
                .toList());
    RandomActivations run = new RandomActivations(network, INPUTS);
    NetworkCursor cursor = new NetworkCursor(run);
    cursor.advance(network, 3);
    same(
        values(run, cursor.request(other, List.of("d")), "d"),
        values(run, new Request(other, List.of("d")), "d"));
  }

  @Test
  void lookingAtEveryLayerCostsEveryLayerOnceMore() {
    Network network = DecomposerTest.network("clip");
    RandomActivations run = new RandomActivations(network, INPUTS);
    NetworkCursor cursor = new NetworkCursor(run);
    for (int position = 0; position < network.layers().size(); position++) {
      String value = network.layers().get(position).name();
      cursor.advance(network, position - 1);
      values(run, cursor.request(network, List.of(value)), value);
    }
    assertThat(run.layersRun()).isEqualTo(2L * network.layers().size() - 1);
  }
}
