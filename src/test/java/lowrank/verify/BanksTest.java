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
  /** Seed of a network of which chains are taken. */
  private static final int CHAINED = 2;

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
    all.add(HostProgram.gcc());
    return new Verifier(model).verify(GeneratedFolders.inputs(network, 3), all);
  }

  private static Program program(FixedNetwork network, Target target, Fusion fusion) {
    return Scheduler.schedule(network, target, "net", CEmitter.scratchBytes(target), fusion);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void chainsInSeveralBanksAreBitExact(int seed) throws IOException {
    FixedNetwork network = RandomNetworks.chained(seed, 16, seed == 2);
    int whole = program(network, Targets.load("cortex-m4"), Fusion.ALWAYS).arenaBytes();
    Target target = target(whole / 3, whole / 3, 2L * whole);
    Program program = program(network, target, Fusion.ALWAYS);
    assertThat(program.arenas()).hasSizeGreaterThan(1);
    assertThat(program.chains())
        .as("chains whose memory lies in another bank than their input")
        .anyMatch(
            chain ->
                chain.work().bank() != program.steps().get(chain.first()).inputs().get(0).bank());
    VerificationResult result = verify(program, target, network);
    assertThat(result.passed()).as(result.summary()).isTrue();
  }

  @Test
  void chainsAreTakenWhereLessHasToBePlaced() throws IOException {
    int taken = 0;
    for (int seed = 0; seed < 30; seed++) {
      FixedNetwork network = RandomNetworks.chained(seed, 16, seed % 2 == 0);
      int whole = program(network, Targets.load("cortex-m4"), Fusion.OFF).arenaBytes();
      Target target = target(whole / 2, 2L * whole);
      Program alone = program(network, target, Fusion.OFF);
      Program fused = program(network, target, Fusion.AUTO);
      assertThat(fused.arenaBytes()).isLessThanOrEqualTo(alone.arenaBytes());
      assertThat(bytes(fused, "sram")).isLessThanOrEqualTo(bytes(alone, "sram"));
      if (!fused.chains().isEmpty()) {
        assertThat(fused.arenaBytes()).isLessThan(alone.arenaBytes() * 99 / 100);
        taken++;
      }
    }
    assertThat(taken).isGreaterThan(3);
  }

  private static int bytes(Program program, String bank) {
    return program.arenas().stream()
        .filter(arena -> arena.bank().equals(bank))
        .mapToInt(Program.Arena::bytes)
        .sum();
  }

  @Test
  void banksThatHoldChainsOnlyAreEnough() throws IOException {
    FixedNetwork network = RandomNetworks.chained(CHAINED, 16, true);
    Target large = target(1_000, 1_000_000);
    int alone = bytes(program(network, large, Fusion.OFF), "sram");
    int fused = bytes(program(network, large, Fusion.AUTO), "sram");
    assertThat(fused).isLessThan(alone);
    Target small = target(1_000, fused);
    assertThatThrownBy(() -> program(network, small, Fusion.OFF))
        .isInstanceOf(CompileException.class)
        .hasMessageContaining("bank sram");
    Program program = program(network, small, Fusion.AUTO);
    assertThat(program.chains()).isNotEmpty();
    VerificationResult result = verify(program, small, network);
    assertThat(result.passed()).as(result.summary()).isTrue();
  }

  @Test
  void noChainHidesAValueThatWasGivenAPlace() throws IOException {
    FixedNetwork network = RandomNetworks.chained(CHAINED, 16, true);
    Target target = target(1_000, 1_000_000);
    Program free = program(network, target, Map.of());
    int inside = free.chains().get(0).first();
    String value = network.layers().get(inside).name();
    Program placed = program(network, target, Map.of(value, "sram"));
    assertThat(placed.chains()).noneMatch(chain -> chain.has(inside) && inside < chain.last());
    Step step = placed.steps().get(inside);
    assertThat(placed.arenas().get(step.output().bank()).bank()).isEqualTo("sram");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
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
