package lowrank.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lowrank.data.Samples;
import lowrank.execute.ModelRunner;
import lowrank.importer.ModelImporter;
import lowrank.network.Network;
import lowrank.oracle.SharedData;
import lowrank.pipeline.Compressed;
import lowrank.pipeline.CompressionSettings;
import lowrank.pipeline.Compressor;
import lowrank.pipeline.Dataset;
import lowrank.pipeline.Decisions;
import lowrank.pipeline.FolderVerification;
import lowrank.pipeline.FolderVerification.Place;
import lowrank.pipeline.GeneratedFolder;
import lowrank.pipeline.ModelFile;
import lowrank.pipeline.Precision;
import lowrank.provenance.Preprocessing;
import lowrank.rank.SearchProgress;
import lowrank.verify.VerificationResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks of int8 and int16 activations in other hands: ONNX Runtime and the emulated cores. */
class MixedPrecisionConformanceTest {
  private static final Path BUNDLED = Path.of("src/samples/bundled");
  private static final double LEAST_AGREEMENT = 99.5;

  @TempDir private Path folder;

  private static Network lenet() {
    Network network = ModelImporter.read(BUNDLED.resolve("lenet_mnist.onnx")).network();
    return network.withProvenance(
        network
            .provenance()
            .withPreprocessing(new Preprocessing(1 / 255.0, List.of(0.1307), List.of(0.3081))));
  }

  private static Compressed raised(
      Network network, Dataset calibration, String method, List<String> layers) {
    CompressionSettings settings =
        CompressionSettings.builder()
            .method(method)
            .precision(new Precision(layers, false, 0))
            .build();
    return Compressor.compress(
        network, calibration, Optional.empty(), settings, SearchProgress.SILENT);
  }

  private static Compressed raisedLenet() {
    Network network = lenet();
    Dataset calibration =
        Dataset.of(network, Samples.read(BUNDLED.resolve("calibration_x.npy"))).first(100);
    return raised(network, calibration, "none", List.of("conv1", "conv2", "fc1"));
  }

  @Test
  void digitsAreDecidedAsByTheInterpreter() {
    Compressed compressed = raisedLenet();
    assertThat(compressed.wideLayers()).contains("conv1", "conv2", "fc1");
    agrees("LeNet", compressed, Dataset.of(lenet(), Samples.read(BUNDLED.resolve("test_x.npy"))));
  }

  @Test
  void picturesAreDecidedAsByTheInterpreter() {
    Network network = ModelImporter.read(SharedData.file("models/resnet8_float.tflite")).network();
    Dataset calibration =
        Dataset.of(network, Samples.read(SharedData.file("cifar10/train_x.npy")).first(64));
    Compressed compressed =
        raised(
            network,
            calibration,
            "none",
            List.of("conv2d_1", "add", "conv2d_3", "conv2d_4", "add_1", "conv2d_6"));
    agrees(
        "ResNet-8",
        compressed,
        Dataset.of(network, Samples.read(SharedData.file("cifar10/test_x.npy")).first(500)));
  }

  /** The exported file in ONNX Runtime against the interpreter, by the largest output. */
  private static void agrees(String name, Compressed compressed, Dataset data) {
    int[] expected = Decisions.of(compressed.fixed(), data);
    int same = 0;
    try (ModelRunner runner = ModelRunner.of(compressed.seam("mixed.onnx").content())) {
      for (int sample = 0; sample < data.count(); sample++) {
        float[] output = runner.run(data.real(sample)).values().iterator().next();
        same += largest(output) == expected[sample] ? 1 : 0;
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%s with 16-bit layers, ONNX Runtime decides as the interpreter: %d of %d%n",
        name,
        same,
        data.count());
    assertThat(100.0 * same / data.count()).isGreaterThanOrEqualTo(LEAST_AGREEMENT);
  }

  private static int largest(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  @Test
  void allCoresAreBitExact() {
    ModelFile seam = raisedLenet().seam("lenet.onnx");
    GeneratedFolder generated = Folders.generate(seam, "host", "lenet", folder.resolve("out"));
    List<int[]> inputs = new ArrayList<>(FolderVerification.randomInputs(generated, 2));
    VerificationResult result =
        FolderVerification.verify(
            generated,
            inputs,
            List.of(Place.HOST, Place.QEMU),
            FolderVerification.targets(generated, List.of(FolderVerification.ALL)));
    System.out.println("LeNet with 16-bit layers, " + result.summary());
    assertThat(result.passed()).as(result.summary()).isTrue();
    assertThat(result.unfit()).isEmpty();
  }
}
