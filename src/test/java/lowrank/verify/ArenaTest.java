package lowrank.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import lowrank.emit.c.CEmitter;
import lowrank.importer.ModelImporter;
import lowrank.network.ImportedModel;
import lowrank.oracle.SharedData;
import lowrank.program.FixedNetwork;
import lowrank.program.KernelMemory;
import lowrank.program.Program;
import lowrank.quantize.FixedNetworkBuilder;
import lowrank.schedule.Scheduler;
import lowrank.target.Target;
import lowrank.target.Targets;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arenas of the MLPerf Tiny models: what they must not exceed, and what a core touches. */
class ArenaTest {
  @TempDir Path folder;

  /**
   * The last column is the arena with every output apart from its inputs, elementwise layers
   * excepted.
   */
  @ParameterizedTest
  @CsvSource({
    "ad01, 768, 768",
    "kws, 10560, 16576",
    "resnet8, 34592, 50448",
    "vww96, 37024, 55360"
  })
  void paintShowsThatACortexM4TouchesTheWholeArenaAndNoMore(String name, int most, int apart)
      throws IOException {
    ImportedModel imported = ModelImporter.read(SharedData.file("models/" + name + "_int8.tflite"));
    FixedNetwork network =
        FixedNetworkBuilder.build(imported.network(), imported.quantization().orElseThrow());
    Target target = Targets.load("cortex-m4");
    KernelMemory memory = CEmitter.scratchBytes(target);
    Program program = Scheduler.schedule(network, target, name, memory);
    assertThat(program.arenaBytes()).isLessThanOrEqualTo(most);
    assertThat(program.arenaLowerBound()).isEqualTo(program.arenaBytes());
    Program plain = Scheduler.schedule(network, target, name, KernelMemory.of(memory));
    assertThat(plain.arenaBytes()).isLessThanOrEqualTo(apart);
    GeneratedModel model = GeneratedFolders.write(folder, program, target);
    VerificationResult result =
        new Verifier(model)
            .verify(GeneratedFolders.inputs(network, 1), Verifier.onEmulator(target));
    assertThat(result.passed()).as(result.summary()).isTrue();
    TouchedMemory touched = result.runs().get(0).memory().orElseThrow();
    assertThat(touched.arenaBytes()).isEqualTo(program.arenaBytes());
    assertThat(touched.unused()).isZero();
  }
}
