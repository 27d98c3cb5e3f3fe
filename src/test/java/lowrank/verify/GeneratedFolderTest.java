package lowrank.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lowrank.emit.c.CEmitter;
import lowrank.program.FixedNetwork;
import lowrank.program.Program;
import lowrank.random.RandomNetworks;
import lowrank.schedule.Scheduler;
import lowrank.target.Target;
import lowrank.target.Targets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the two emitters really write, on the host and on emulated cores. */
class GeneratedFolderTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"cortex-m4, 7001", "esp32, 7002", "cortex-m0, 7003", "esp32-c3, 7004"})
  void randomNetworksAreBitExactOnHostAndCore(String name, long seed) throws IOException {
    Target target = Targets.load(name);
    FixedNetwork network = RandomNetworks.network(seed, 14);
    GeneratedModel model = GeneratedFolders.write(folder, network, target, "net");
    List<Implementation> all = new ArrayList<>(Verifier.onHost());
    all.addAll(Verifier.onEmulator(target));
    VerificationResult result =
        new Verifier(model).verify(GeneratedFolders.inputs(network, 8), all);
    assertThat(result.summary()).startsWith("bit-exact: 8 inputs, 15 tensors each, ");
    assertThat(result.passed()).isTrue();
  }

  @Test
  void everyLayerIsCountedAndTheImageIsMeasured() throws IOException {
    Target target = Targets.load("cortex-m4");
    FixedNetwork network = RandomNetworks.network(7001, 14);
    GeneratedModel model = GeneratedFolders.write(folder, network, target, "net");
    int[] input = GeneratedFolders.inputs(network, 1).get(0);
    InstructionCounts counts = new InstructionCounter().count(model, target, input);
    assertThat(counts.layers()).hasSize(14).allSatisfy(c -> assertThat(c).isPositive());
    ImageSize size = new ImageMeter().measure(model, target);
    Program program = Scheduler.schedule(network, target, "net", CEmitter.scratchBytes(target));
    assertThat(size.constantBytes())
        .isGreaterThanOrEqualTo(CEmitter.constantBytes(program, target));
    assertThat(size.codeBytes()).isPositive();
    assertThat(size.stackBytes()).isPositive();
  }
}
