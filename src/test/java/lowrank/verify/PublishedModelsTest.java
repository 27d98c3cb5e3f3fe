package lowrank.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import lowrank.emit.reference.ReferenceEmitter;
import lowrank.importer.ModelImporter;
import lowrank.network.ImportedModel;
import lowrank.oracle.SharedData;
import lowrank.program.FixedNetwork;
import lowrank.quantize.FixedNetworkBuilder;
import lowrank.random.RandomNetworks;
import lowrank.schedule.Scheduler;
import lowrank.target.Targets;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Java classes of the published int8 models. */
class PublishedModelsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"resnet8", "kws", "vww96", "ad01"})
  void theJavaClassIsBitExact(String name) throws IOException {
    ImportedModel imported = ModelImporter.read(SharedData.file("models/" + name + "_int8.tflite"));
    FixedNetwork network =
        FixedNetworkBuilder.build(imported.network(), imported.quantization().orElseThrow());
    var program = Scheduler.schedule(network, Targets.load("host"), name);
    for (var file : new ReferenceEmitter().emit(program).files().entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    Random random = new Random(1);
    List<int[]> inputs =
        IntStream.range(0, 24)
            .mapToObj(i -> RandomNetworks.bytes(random, network.inputType().shape().elements()))
            .toList();
    VerificationResult result =
        new Verifier(new GeneratedModel(folder, name, network))
            .verify(inputs, List.of(new JavaClass()));
    assertThat(result.summary()).startsWith("bit-exact: 24 inputs, ");
    assertThat(result.multipliesEqual()).isTrue();
  }
}
