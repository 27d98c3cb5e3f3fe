package lowrank.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import lowrank.data.Samples;
import lowrank.importer.ModelImporter;
import lowrank.network.ImportedModel;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.operator.WeightedOperator;
import lowrank.pipeline.search.Amount;
import lowrank.pipeline.search.Budget;
import lowrank.pipeline.search.SearchSettings;
import lowrank.program.FixedLayer;
import lowrank.program.FixedNetwork;
import lowrank.program.SourceBundle;
import lowrank.quantize.FixedNetworkBuilder;
import lowrank.rank.SearchProgress;
import lowrank.tensor.ElementType;
import lowrank.verify.VerificationResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks with 16-bit layers through the whole pipeline. */
class MixedPrecisionTest {
  private final Network network =
      ModelImporter.read(Path.of("src/samples/bundled/lenet_mnist.onnx")).network();
  private final Dataset calibration =
      Dataset.of(network, Samples.read(Path.of("src/samples/bundled/calibration_x.npy"))).first(50);

  private Compressed compress(String method, Precision precision) {
    CompressionSettings settings =
        CompressionSettings.builder().method(method).energyShare(0.9).precision(precision).build();
    return Compressor.compress(
        network, calibration, Optional.empty(), settings, SearchProgress.SILENT);
  }

  private Compressed withTheFirstTwoLayersRaised() {
    List<String> weighted =
        compress("none", Precision.INT8).network().layers().stream()
            .filter(layer -> layer.operator() instanceof WeightedOperator)
            .map(Layer::name)
            .toList();
    return compress("none", new Precision(weighted.subList(0, 2), false, 0));
  }

  private static long wide(FixedNetwork network) {
    return network.types().values().stream()
        .filter(type -> type.type().element() == ElementType.INT16)
        .count();
  }

  @Test
  void theSeamFileGivesTheSameIntegersAsMemory() {
    Compressed compressed = withTheFirstTwoLayersRaised();
    assertThat(wide(compressed.fixed())).isGreaterThanOrEqualTo(2);
    ModelFile seam = compressed.seam("lenet.onnx");
    ImportedModel read = ModelImporter.read(seam.name(), seam.content());
    assertThat(FixedNetworkBuilder.build(read.network(), read.quantization().orElseThrow()))
        .isEqualTo(compressed.fixed());
  }

  @Test
  void generatedSourcesAreBitExact(@TempDir Path folder) {
    ModelFile seam = withTheFirstTwoLayersRaised().seam("lenet.onnx");
    ImportedModel model = ModelImporter.read(seam.name(), seam.content());
    SourceBundle bundle = Generator.generate(model, seam, TargetFile.load("host"), "lenet");
    Path output = folder.resolve("out");
    OutputFolder.write(output, bundle, false);
    GeneratedFolder generated = GeneratedFolder.open(output);
    VerificationResult result =
        FolderVerification.verify(
            generated,
            FolderVerification.randomInputs(generated, 3),
            List.of(FolderVerification.Place.HOST));
    assertThat(result.passed()).as(result.summary()).isTrue();
  }

  @Test
  void valuesBetweenFactorsAreRaisedAlone() {
    Compressed compressed = compress("spatial", new Precision(List.of("factors"), false, 0));
    List<FixedLayer> layers = compressed.fixed().layers();
    for (int i = 0; i < layers.size(); i++) {
      boolean between =
          i + 1 < layers.size()
              && layers.get(i).origin().decomposed()
              && layers.get(i).origin().sourceLayer().equals(source(layers.get(i + 1)));
      assertThat(layers.get(i).kernel().output().type().element())
          .as(layers.get(i).name())
          .isEqualTo(between ? ElementType.INT16 : ElementType.INT8);
    }
    assertThat(wide(compressed.fixed())).isPositive();
  }

  /** Sixteen bits take twice the memory, which the search has to count on from the start. */
  @Test
  void aSearchUnderALimitOfMemoryCountsOnThem() {
    String limit = "4400";
    Budget budget = Budget.NONE.withMultiplies(Amount.count("60%")).withRam(Amount.bytes(limit));
    CompressionSettings settings =
        CompressionSettings.builder()
            .ranks(CompressionSettings.BUDGET)
            .search(
                new SearchSettings(budget, Optional.empty(), Optional.empty(), Optional.empty()))
            .precision(new Precision(List.of(Precision.FACTORS), false, 0))
            .build();
    Compressed compressed =
        Compressor.compress(
            network, calibration, Optional.empty(), settings, SearchProgress.SILENT);
    TargetFirmware firmware = new TargetFirmware(Optional.empty(), true, decomposed -> null);
    assertThat(firmware.program(compressed.fixed()).arenaBytes())
        .isLessThanOrEqualTo(Integer.parseInt(limit));
    assertThat(wide(compressed.fixed())).isPositive();
    assertThat(agreement(compressed.fixed(), Decisions.of(network, calibration))).isGreaterThan(45);
  }

  private static String source(FixedLayer layer) {
    return layer.origin().sourceLayer();
  }

  @Test
  void aDropThatInt8KeepsRaisesNothing() {
    assertThat(wide(compress("none", new Precision(List.of(), true, 100)).fixed())).isZero();
  }

  @Test
  void theSearchNeverLosesAgreement() {
    Compressed narrow = compress("spatial", Precision.INT8);
    Compressed searched = compress("spatial", new Precision(List.of(), true, 0));
    int[] decisions = Decisions.of(network, calibration);
    assertThat(agreement(searched.fixed(), decisions))
        .isGreaterThanOrEqualTo(agreement(narrow.fixed(), decisions));
    assertThat(searched.fixed().outputType().type().element()).isEqualTo(ElementType.INT8);
  }

  private long agreement(FixedNetwork fixed, int[] decisions) {
    int[] found = Decisions.of(fixed, calibration);
    long same = 0;
    for (int i = 0; i < found.length; i++) {
      same += found[i] == decisions[i] ? 1 : 0;
    }
    return same;
  }
}
