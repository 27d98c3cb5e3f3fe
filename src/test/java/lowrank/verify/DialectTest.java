package lowrank.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import lowrank.program.FixedNetwork;
import lowrank.random.RandomNetworks;
import lowrank.target.Optimize;
import lowrank.target.Target;
import lowrank.target.Targets;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The C that each core's dialect prints for random windowed layers, on the emulated core and, as
 * the plain C that stands in for its instructions, on the host. {@code -Dlowrank.dialects=full}
 * tries 300 layers per core.
 */
class DialectTest {
  private static final boolean FULL = "full".equals(System.getProperty("lowrank.dialects"));
  private static final int NETWORKS = FULL ? 15 : 1;
  private static final int LAYERS = 20;

  @TempDir Path folder;

  static Stream<Arguments> networks() {
    return Stream.of(
            "cortex-m4",
            "cortex-m7",
            "cortex-m33",
            "cortex-m55",
            "cortex-m3",
            "cortex-m0",
            "esp32-c3",
            "esp32")
        .flatMap(
            target ->
                Stream.iterate(0, i -> i < NETWORKS, i -> i + 1)
                    .map(i -> Arguments.of(target, 100L * target.hashCode() + i)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void randomLayersAreBitExactOnHostAndCore(String name, long seed) throws IOException {
    compare(Targets.load(name), seed);
  }

  @ParameterizedTest
  @EnumSource(
      value = Optimize.class,
      names = {"SIZE", "SPEED"})
  void otherWishesAreBitExact(Optimize wish) throws IOException {
    for (int i = 0; i < NETWORKS; i++) {
      compare(Targets.load("cortex-m4").optimized(wish), 1000 + i);
    }
  }

  private void compare(Target target, long seed) throws IOException {
    FixedNetwork network = RandomNetworks.windowed(seed, LAYERS);
    GeneratedModel model =
        GeneratedFolders.write(Files.createTempDirectory(folder, "m"), network, target, "net");
    List<Implementation> all = new ArrayList<>(Verifier.onEmulator(target));
    all.add(HostProgram.gcc());
    VerificationResult result =
        new Verifier(model).verify(GeneratedFolders.inputs(network, 4), all);
    assertThat(result.passed()).as(result.summary()).isTrue();
  }
}
