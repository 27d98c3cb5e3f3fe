package lowrank.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.emit.c.CEmitter;
import lowrank.importer.ModelImporter;
import lowrank.network.ImportedModel;
import lowrank.oracle.SharedData;
import lowrank.program.FixedNetwork;
import lowrank.program.Program;
import lowrank.program.Step;
import lowrank.quantize.FixedNetworkBuilder;
import lowrank.random.RandomNetworks;
import lowrank.schedule.Fusion;
import lowrank.schedule.Scheduler;
import lowrank.target.Target;
import lowrank.target.Targets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs with an arena in each of several banks of RAM. */
class BanksTest {
  @TempDir Path folder;

  private Target target(long... sizes) throws IOException {
    List<String> names = List.of("dtcm", "sram", "psram");
    StringBuilder banks = new StringBuilder("banks:\n");
    long sum = 0;
    for (int i = 0; i < sizes.length; i++) {
      banks.append("  ").append(names.get(i)).append(": ").append(sizes[i]).append('\n');
      sum += sizes[i];
    }
    String text = Files.readString(Path.of("targets/cortex-m4.yaml"));
    Path file = folder.resolve("board.yaml");
    Files.writeString(file, text.replaceFirst("(?m)^ram:.*$", "ram: " + sum) + banks);
    return Targets.load(file.toString());
  }

  private static Program program(FixedNetwork network, Target target, Map<String, String> places) {
    return Scheduler.schedule(
        network, target, "net", CEmitter.scratchBytes(target), Fusion.AUTO, places);
  }

  private VerificationResult verify(Program program, Target target, FixedNetwork network)
      throws IOException {
    Path path = Files.createDirectory(folder.resolve("m"));
    GeneratedModel model = GeneratedFolders.write(path, program, target);
    List<Implementation> all = new ArrayList<>(Verifier.onEmulator(target));
    all.addAll(List.of(HostProgram.gcc(), HostProgram.clang()));
    return new Verifier(model).verify(GeneratedFolders.inputs(network, 3), all);
  }

  @Test
  void layersThatAreAlwaysToRunTogetherAreRefused() throws IOException {
    FixedNetwork network = RandomNetworks.network(1, 5);
    Target target = target(10_000, 20_000);
    assertThatThrownBy(
            () ->
                Scheduler.schedule(
                    network, target, "net", CEmitter.scratchBytes(target), Fusion.ALWAYS, Map.of()))
        .isInstanceOf(CompileException.class)
        .hasMessageContaining("--fuse")
        .hasMessageContaining("several banks");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void randomNetworksInSeveralBanksAreBitExact(int seed) throws IOException {
    FixedNetwork network = RandomNetworks.network(seed, 14);
    int whole = program(network, Targets.load("cortex-m4"), Map.of()).arenaBytes();
    Target target = target(whole / 3, whole / 3, 2L * whole);
    Program program = program(network, target, Map.of());
    assertThat(program.arenas()).hasSizeGreaterThan(1);
    for (Program.Arena arena : program.arenas()) {
      assertThat((long) arena.bytes())
          .isLessThanOrEqualTo(
              target.memories().stream()
                  .filter(bank -> bank.name().equals(arena.bank()))
                  .findFirst()
                  .orElseThrow()
                  .size()
                  .bytes());
    }
    VerificationResult result = verify(program, target, network);
    assertThat(result.passed()).as(result.summary()).isTrue();
    result.runs().forEach(run -> assertThat(run.memory().orElseThrow().unused()).isZero());
  }

  @Test
  void resnet8InTwoBanksIsBitExactOnACore() throws IOException {
    ImportedModel imported = ModelImporter.read(SharedData.file("models/resnet8_int8.tflite"));
    FixedNetwork network =
        FixedNetworkBuilder.build(imported.network(), imported.quantization().orElseThrow());
    Target target = target(20 * 1024, 64 * 1024);
    Program program = program(network, target, Map.of());
    assertThat(program.arenas()).extracting(Program.Arena::bank).containsExactly("dtcm", "sram");
    assertThat(program.arenas().get(0).bytes()).isBetween(16 * 1024, 20 * 1024);
    VerificationResult result = verify(program, target, network);
    assertThat(result.passed()).as(result.summary()).isTrue();
  }

  @Test
  void aPlaceThatIsGivenHoldsAndOthersFollow() throws IOException {
    FixedNetwork network = RandomNetworks.network(2, 8);
    Target target = target(100_000, 100_000);
    Program all = program(network, target, Map.of());
    assertThat(all.arenas()).extracting(Program.Arena::bank).containsExactly("dtcm");
    Program moved = program(network, target, Map.of(network.input(), "sram"));
    assertThat(moved.arenas()).extracting(Program.Arena::bank).containsExactly("dtcm", "sram");
    assertThat(moved.arenas().get(moved.input().bank()).bank()).isEqualTo("sram");
    Step last = moved.steps().get(moved.steps().size() - 1);
    assertThat(moved.arenas().get(last.output().bank()).bank()).isEqualTo("dtcm");
    assertThatThrownBy(() -> program(network, target, Map.of("none", "sram")))
        .isInstanceOf(CompileException.class)
        .hasMessageContaining("none=sram")
        .hasMessageContaining(network.input());
    assertThatThrownBy(() -> program(network, target, Map.of(network.input(), "flash")))
        .isInstanceOf(CompileException.class)
        .hasMessageContaining("dtcm, sram");
  }

  @Test
  void banksThatAreTooSmallAreNamedWithWhatIsMissing() throws IOException {
    FixedNetwork network = RandomNetworks.network(2, 8);
    Target small = target(8, 16);
    assertThatThrownBy(() -> program(network, small, Map.of()))
        .isInstanceOfSatisfying(
            CompileException.class, e -> assertThat(e.fault()).isEqualTo(Fault.ARENA_TOO_LARGE))
        .hasMessageContaining("bank sram")
        .hasMessageContaining("enlarge it by");
  }
}
