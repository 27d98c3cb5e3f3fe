package lowrank.pipeline.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import lowrank.importer.ModelImporter;
import lowrank.network.Network;
import lowrank.network.NetworkSegment;
import org.junit.jupiter.api.Test;

class OutputLossTest {
  private static final Network LENET =
      ModelImporter.read(Path.of("src/samples/bundled/lenet_mnist.onnx")).network();

  @Test
  void isTheDivergenceOfTheClassProbabilities() {
    float[] original = new float[10];
    float[] changed = new float[10];
    original[3] = (float) StrictMath.log(3);
    changed[4] = (float) StrictMath.log(3);
    OutputLoss loss = new OutputLoss(LENET, original);

    assertThat(loss.classifies()).isTrue();
    assertThat(loss.of(original)).isZero();
    assertThat(loss.of(changed)).isCloseTo(2.0 / 12 * StrictMath.log(3), within(1e-6));
  }

  @Test
  void isTheMeanOverTheSamples() {
    float[] original = new float[20];
    float[] changed = new float[20];
    changed[0] = 2;
    OutputLoss one = new OutputLoss(LENET, new float[10]);
    OutputLoss two = new OutputLoss(LENET, original);

    assertThat(two.of(changed))
        .isCloseTo(one.of(java.util.Arrays.copyOf(changed, 10)) / 2, within(1e-12));
  }

  @Test
  void segmentsStartWhereOneValueIsAlive() {
    List<Integer> cuts = NetworkSegment.cuts(LENET);

    assertThat(cuts).hasSize(LENET.layers().size());
    assertThat(NetworkSegment.behind(LENET, cuts.get(0)).input()).isEqualTo(LENET.input());
    assertThat(NetworkSegment.cutBefore(LENET, LENET.layers().get(2).name())).isEqualTo(1);
    assertThat(NetworkSegment.behind(LENET, 1).layers())
        .isEqualTo(LENET.layers().subList(2, LENET.layers().size()));
  }
}
