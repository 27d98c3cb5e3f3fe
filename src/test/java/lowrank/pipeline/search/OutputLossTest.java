package lowrank.pipeline.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import lowrank.importer.ModelImporter;
import lowrank.network.Network;
import lowrank.network.NetworkSegment;
import org.junit.jupiter.api.Test;

class OutputLossTest {
  private static final Network LENET =
      ModelImporter.read(Path.of("src/samples/bundled/lenet_mnist.onnx")).network();

  @Test
  void isTheDivergenceOfTheSoftenedClassProbabilities() {
    float[] original = new float[10];
    float[] changed = new float[10];
    original[3] = (float) (4 * StrictMath.log(3));
    changed[4] = (float) (4 * StrictMath.log(3));
    OutputLoss loss = new OutputLoss(LENET, original);

    assertThat(loss.classifies()).isTrue();
    assertThat(loss.of(original)).isZero();
    assertThat(loss.of(changed)).isCloseTo(16 * 2.0 / 12 * StrictMath.log(3), within(1e-5));
  }

  /** Probabilities tell the same as the logits that they come from. */
  @Test
  void probabilitiesAreSoftenedToo() {
    Network softmax = SoftmaxNetworks.behind(LENET);
    float[] original = {0.25f, 0.75f, 0, 0, 0, 0, 0, 0, 0, 0};
    float[] changed = {0.5f, 0.5f, 0, 0, 0, 0, 0, 0, 0, 0};
    float[] logits = new float[10];
    float[] changedLogits = new float[10];
    for (int i = 0; i < 10; i++) {
      logits[i] = (float) StrictMath.log(Math.max(1e-9, original[i]));
      changedLogits[i] = (float) StrictMath.log(Math.max(1e-9, changed[i]));
    }
    assertThat(new OutputLoss(softmax, original).of(changed))
        .isCloseTo(new OutputLoss(LENET, logits).of(changedLogits), within(1e-6))
        .isPositive();
  }

  @Test
  void isTheMeanOverTheSamples() {
    float[] original = new float[20];
    float[] changed = new float[20];
    changed[0] = 2;
    OutputLoss one = new OutputLoss(LENET, new float[10]);
    OutputLoss two = new OutputLoss(LENET, original);

    assertThat(two.of(changed)).isCloseTo(one.of(Arrays.copyOf(changed, 10)) / 2, within(1e-12));
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
