package lowrank.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import lowrank.data.InputEncoder;
import lowrank.data.Labels;
import lowrank.data.Samples;
import lowrank.network.InputLayout;
import lowrank.oracle.SharedData;
import lowrank.provenance.Preprocessing;
import lowrank.tensor.Shape;
import org.junit.jupiter.api.Test;

/** A published model on its test images, from the files to the accuracy. */
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

  private static int largest(float[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best;
  }
}
