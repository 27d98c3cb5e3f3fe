package lowrank.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lowrank.importer.ModelImporter;
import lowrank.network.ImportedModel;
import lowrank.oracle.SharedData;
import lowrank.program.FixedNetwork;
import lowrank.quantize.FixedNetworkBuilder;
import lowrank.target.Target;
import lowrank.target.Targets;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published int8 models, generated and run everywhere. */
class PublishedModelsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"resnet8, cortex-m4, 4", "kws, esp32, 16", "vww96, esp32, 2", "ad01, cortex-m4, 24"})
  void everyTensorIsBitExact(String name, String board, int count) throws IOException {
    ImportedModel imported = ModelImporter.read(SharedData.file("models/" + name + "_int8.tflite"));
    FixedNetwork network =
        FixedNetworkBuilder.build(imported.network(), imported.quantization().orElseThrow());
    Target target = Targets.load(board);
    GeneratedModel model = GeneratedFolders.write(folder, network, target, name);
    List<Implementation> all = new ArrayList<>(Verifier.onEmulator(target));
    all.addAll(List.of(new JavaClass(), HostProgram.gcc()));
    VerificationResult result =
        new Verifier(model).verify(GeneratedFolders.inputs(network, count), all);
    assertThat(result.summary()).startsWith("bit-exact: " + count + " inputs, ");
    assertThat(result.multipliesEqual()).isTrue();
  }
}
