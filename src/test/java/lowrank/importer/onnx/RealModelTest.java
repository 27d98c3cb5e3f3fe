package lowrank.importer.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lowrank.importer.ModelImporter;
import lowrank.network.ImportedModel;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.oracle.SharedData;
import lowrank.provenance.Provenance;
import lowrank.provenance.SourceLayer;
import org.junit.jupiter.api.Test;

/** ResNet-20 as PyTorch exports it: constant shape subgraphs, Slice and Pad shortcuts. */
class RealModelTest {
  private static final String MODEL = "models/resnet20.onnx";
  private static final double[] MEAN = {0.485, 0.456, 0.406};
  private static final double[] STD = {0.229, 0.224, 0.225};

  @Test
  void equalsTheOriginalOnImages() {
    Network network = ModelImporter.read(SharedData.file(MODEL)).network();
    byte[] images = SharedData.array("cifar10/test_x.npy").asByteArray();
    for (int image = 0; image < 4; image++) {
      float[] input = new float[3 * 32 * 32];
      for (int i = 0; i < input.length; i++) {
        int raw = images[image * input.length + i] & 0xff;
        int channel = i % 3;
        input[channel * 1024 + i / 3] = (float) ((raw / 255.0 - MEAN[channel]) / STD[channel]);
      }
      OnnxOracle.check(SharedData.bytes(MODEL), network, input);
    }
  }

  @Test
  void equalsTheOriginalOnNoise() {
    OnnxOracle.check(SharedData.bytes(MODEL));
  }

  @Test
  void isNamedAndCounted() {
    ImportedModel model = ModelImporter.read(SharedData.file(MODEL));
    Network network = model.network();
    Provenance provenance = network.provenance();
    assertThat(network.name()).isEqualTo("resnet20");
    assertThat(network.input()).isEqualTo("input");
    assertThat(provenance.model()).isEqualTo("resnet20.onnx");
    assertThat(provenance.sha256())
        .isEqualTo("126fdae85639b43470c7c5eb0d7e9ea9f0913a500b9b9d6009121aaa4d2a9d3f");
    assertThat(network.layers().stream().map(Layer::name).toList())
        .startsWith("conv1", "layer1.0.conv1", "layer1.0.conv2", "layer1.0.Add")
        .contains("layer2.0.Slice", "layer2.0.Slice_1", "layer2.0.Pad")
        .endsWith("AveragePool", "linear");
    assertThat(network.layers()).hasSize(36);
    assertThat(network.multiplies()).isEqualTo(40_551_040);
    assertThat(network.parameters()).isEqualTo(269_034);
    List<SourceLayer> layers = provenance.layers();
    assertThat(layers.get(0))
        .isEqualTo(new SourceLayer("conv1", "Conv2d", "3x3 3->16", 442368, 448, 432 + 16 * 9));
    assertThat(layers.stream().mapToLong(SourceLayer::multiplies).sum())
        .isEqualTo(network.multiplies());
  }
}
