package lowrank.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lowrank.data.Labels;
import lowrank.data.Samples;
import lowrank.importer.ModelImporter;
import lowrank.network.ImportedModel;
import lowrank.network.Network;
import lowrank.pipeline.FolderVerification.Place;
import lowrank.program.SourceBundle;
import lowrank.provenance.Preprocessing;
import lowrank.quantize.FixedNetworkBuilder;
import lowrank.rank.SearchProgress;
import lowrank.target.Targets;
import lowrank.verify.VerificationResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole pipeline on trained networks. */
class RealModelsTest {
  private static final Path SHARED = Path.of(System.getProperty("lowrank.shared", "../shared"));
  private static final Path DATA = SHARED.resolve("data");
  private static final CompressionSettings QUANTISE_ONLY =
      CompressionSettings.builder().method("none").energyShare(0.9).build();

  private static void needData() {
    assumeTrue(
        Files.isDirectory(DATA),
        "skipped: no models and data sets in " + SHARED + "; see -Dlowrank.shared");
  }

  static List<Path> models() throws IOException {
    List<Path> models =
        new ArrayList<>(
            List.of(
                Path.of("src/samples/bundled/lenet_mnist.onnx"),
                Path.of("src/samples/article/article_cifar10.onnx"),
                Path.of("src/test/resources/samples/lenet_mnist/lenet_mnist.onnx")));
    if (Files.isDirectory(DATA)) {
      try (Stream<Path> files = Files.list(DATA.resolve("models"))) {
        files
            .filter(file -> file.toString().matches(".*\\.(onnx|tflite)"))
            .sorted()
            .forEach(models::add);
      }
    }
    return models;
  }

  @ParameterizedTest
  @MethodSource("models")
  void multipliesByFormulaEqualThoseCountedOnEveryLayer(Path model) {
    Counter counter = new Counter(ModelImporter.read(model));
    Counts counts = counter.count();
    assertThat(counts.counted()).isEqualTo(counts.multiplies()).isPositive();
    for (Counts.LayerCount layer : counts.layers()) {
      for (Counts.FactorCount factor : layer.factors()) {
        assertThat(factor.counted()).as(factor.name()).isEqualTo(factor.multiplies());
        assertThat(product(factor.formula())).as(factor.name()).isEqualTo(factor.multiplies());
      }
    }
    for (String target : Targets.names()) {
      assertThat(counter.count(Targets.load(target)).issued())
          .isGreaterThanOrEqualTo(counts.multiplies());
    }
  }

  private static long product(String formula) {
    long product = 1;
    for (String factor : formula.split("\\*")) {
      product *= Long.parseLong(factor.strip());
    }
    return product;
  }

  private static Dataset data(Network network, String file, String labels, int from, int count) {
    Samples samples = Samples.read(DATA.resolve(file)).first(from + count);
    Labels all = Labels.read(DATA.resolve(labels), Samples.read(DATA.resolve(file)).count(), 10);
    return Dataset.of(network, samples).withLabels(all.first(from + count));
  }

  @ParameterizedTest
  @CsvSource({"resnet8_float.tflite, 1.5", "resnet20.onnx, 1.5"})
  void fixedPointDecidesAsFloatDoes(String model, double allowed) {
    needData();
    Network network = network(model);
    Dataset calibration = data(network, "cifar10/train_x.npy", "cifar10/train_y.npy", 0, 128);
    Dataset test = data(network, "cifar10/test_x.npy", "cifar10/test_y.npy", 0, 400);
    Compressed compressed =
        Compressor.compress(
            network, calibration, Optional.of(test), QUANTISE_ONLY, SearchProgress.SILENT);
    double original = compressed.network().provenance().accuracy().floating();
    assertThat(original).isGreaterThan(84);
    assertThat(compressed.network().provenance().accuracy().fixed())
        .isGreaterThanOrEqualTo(original - allowed);
  }

  private static Network network(String model) {
    Network network = ModelImporter.read(DATA.resolve("models").resolve(model)).network();
    return model.startsWith("resnet20")
        ? network.withProvenance(
            network
                .provenance()
                .withPreprocessing(
                    new Preprocessing(
                        1 / 255.0, List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225))))
        : network;
  }

  @ParameterizedTest
  @CsvSource({"cortex-m4, none", "esp32, tucker2"})
  void generatedSourcesOfResnet8AreBitExactOnHostAndCore(
      String target, String method, @TempDir Path folder) {
    needData();
    Network network = network("resnet8_float.tflite");
    Dataset calibration = data(network, "cifar10/train_x.npy", "cifar10/train_y.npy", 0, 64);
    Compressed compressed =
        Compressor.compress(
            network,
            calibration,
            Optional.empty(),
            CompressionSettings.builder().method(method).energyShare(0.9).build(),
            SearchProgress.SILENT);
    ModelFile seam = compressed.seam("resnet8.onnx");
    ImportedModel model = ModelImporter.read(seam.name(), seam.content());
    SourceBundle bundle = Generator.generate(model, seam, TargetFile.load(target), "resnet8");
    Path output = folder.resolve("out");
    OutputFolder.write(output, bundle, false);
    GeneratedFolder generated = GeneratedFolder.open(output);
    List<int[]> inputs = new ArrayList<>(FolderVerification.randomInputs(generated, 1));
    IntStream.range(0, 3)
        .forEach(i -> inputs.add(calibration.integers(i, generated.network().inputType().type())));
    VerificationResult result =
        FolderVerification.verify(generated, inputs, List.of(Place.HOST, Place.QEMU));
    assertThat(result.passed()).as(result.summary()).isTrue();
    assertThat(result.skipped()).isEmpty();
    assertThat(result.runs()).hasSize(4);
    assertThat(GeneratedFolder.open(output).report().verification().mismatches()).isZero();
  }

  @Test
  void theSeamFileGivesTheSameIntegersAsMemory() {
    Network network = ModelImporter.read(Path.of("src/samples/bundled/lenet_mnist.onnx")).network();
    Samples samples = Samples.read(Path.of("src/samples/bundled/calibration_x.npy"));
    Compressed compressed =
        Compressor.compress(
            network,
            Dataset.of(network, samples).first(50),
            Optional.empty(),
            CompressionSettings.builder().method("spatial").energyShare(0.9).build(),
            SearchProgress.SILENT);
    ModelFile seam = compressed.seam("lenet.onnx");
    ImportedModel read = ModelImporter.read(seam.name(), seam.content());
    assertThat(FixedNetworkBuilder.build(read.network(), read.quantization().orElseThrow()))
        .isEqualTo(compressed.fixed());
  }
}
