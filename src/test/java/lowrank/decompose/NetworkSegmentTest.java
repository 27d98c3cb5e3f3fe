package lowrank.decompose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lowrank.fixed.Range;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.network.NetworkSegment;
import lowrank.operator.ActivatedOperator;
import org.junit.jupiter.api.Test;

class NetworkSegmentTest {
  @Test
  void everyLayerOfASequenceIsACut() {
    assertThat(NetworkSegment.cuts(DecomposerTest.network("clip"))).containsExactly(-1, 0, 1, 2, 3);
  }

  @Test
  void nothingInsideAResidualBlockIsACut() {
    assertThat(NetworkSegment.cuts(Branches.residual())).containsExactly(-1, 0, 3);
  }

  @Test
  void nothingBeforeAConcatenationWithTheInputIsACut() {
    assertThat(NetworkSegment.cuts(Branches.concatenated())).containsExactly(-1, 2, 3);
  }

  @Test
  void cutsAreExactlyTheValuesThatNobodyBehindReadsPast() {
    for (Network network :
        List.of(DecomposerTest.network(), Branches.residual(), Branches.concatenated())) {
      for (int cut = 0; cut < network.layers().size() - 1; cut++) {
        int place = cut;
        boolean alone =
            network.layers().subList(cut + 1, network.layers().size()).stream()
                .flatMap(layer -> layer.inputs().stream())
                .allMatch(v -> NetworkSegment.position(network, v).orElseThrow() >= place);
        assertThat(NetworkSegment.cuts(network).contains(cut)).as("cut " + cut).isEqualTo(alone);
      }
    }
  }

  @Test
  void positionsCountFromTheInput() {
    Network network = Branches.residual();
    assertThat(NetworkSegment.position(network, "x")).hasValue(NetworkSegment.INPUT);
    assertThat(NetworkSegment.position(network, "sum")).hasValue(3);
    assertThat(NetworkSegment.position(network, "nowhere")).isEmpty();
  }

  @Test
  void aSegmentReadsTheValueBeforeIt() {
    Network network = Branches.residual();
    Network segment = NetworkSegment.of(network, 0, 3);
    assertThat(segment.input()).isEqualTo("a");
    assertThat(segment.output()).isEqualTo("sum");
    assertThat(segment.layers()).extracting(Layer::name).containsExactly("b", "c", "sum");
    assertThat(NetworkSegment.of(network, 3, 3).layers())
        .extracting(Layer::name)
        .containsExactly("d");
  }

  @Test
  void linearTakesOnlyTheLastActivation() {
    Network linear = NetworkSegment.linear(NetworkSegment.of(Branches.residual(), -1, 3));
    assertThat(linear.layers())
        .extracting(layer -> ((ActivatedOperator) layer.operator()).activation())
        .containsExactly(Range.RELU, Range.RELU, Range.RELU, Range.ALL);
  }
}
