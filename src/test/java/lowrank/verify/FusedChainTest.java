package lowrank.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import lowrank.emit.c.CEmitter;
import lowrank.program.FixedNetwork;
import lowrank.random.RandomNetworks;
import lowrank.schedule.Fusion;
import lowrank.schedule.Scheduler;
import lowrank.target.Target;
import lowrank.target.Targets;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random convolutions that run together, row by row: every tensor, those that are never whole in
 * memory, too, on the host with sanitizers and on emulated cores. {@code -Dlowrank.dialects=full}
 * tries ten times as many.
 */
class FusedChainTest {
  private static final int NETWORKS =
      "full".equals(System.getProperty("lowrank.dialects")) ? 30 : 3;
  private static final int LAYERS = 16;

  @TempDir Path folder;

  static Stream<Arguments> networks() {
    return Stream.of("host", "cortex-m4", "cortex-m55", "cortex-m0")
        .flatMap(
            target ->
                Stream.iterate(0, i -> i < NETWORKS, i -> i + 1)
                    .map(i -> Arguments.of(target, 100L * target.hashCode() + i)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void everyValueIsThatOfTheLayersAlone(String name, long seed) throws IOException {
    Target target = Targets.load(name);
    FixedNetwork network = RandomNetworks.chained(seed, LAYERS, seed % 3 == 0);
    GeneratedModel model =
        GeneratedFolders.write(
            Files.createDirectory(folder.resolve("m")), network, target, "net", Fusion.ALWAYS);
    assertThat(Files.readString(folder.resolve("m/net.c"))).contains("_rows(");
    List<Implementation> all = new ArrayList<>();
    if (target.emulated().isPresent()) {
      all.addAll(Verifier.onEmulator(target));
    }
    all.add(HostProgram.gcc());
    VerificationResult result =
        new Verifier(model).verify(GeneratedFolders.inputs(network, 3), all);
    assertThat(result.passed()).as(result.summary()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void thePeakNeverRises(String name, long seed) {
    Target target = Targets.load(name);
    for (int i = 0; i < 20; i++) {
      FixedNetwork network = RandomNetworks.chained(seed + i, LAYERS, i % 2 == 0);
      assertThat(arena(network, target, Fusion.AUTO))
          .isLessThanOrEqualTo(arena(network, target, Fusion.OFF));
    }
  }

  private static int arena(FixedNetwork network, Target target, Fusion fusion) {
    return Scheduler.schedule(network, target, "net", CEmitter.scratchBytes(target), fusion)
        .arenaBytes();
  }
}
