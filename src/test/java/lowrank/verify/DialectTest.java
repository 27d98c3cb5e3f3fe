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
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The C that each core's dialect prints for random windowed layers, on the emulated core and, as
 * the plain C that stands in for its instructions, on the host. {@code -Dlowrank.dialects=full}
 * tries 300 layers per core, and 60 for each other wish; {@code -Dlowrank.dialects.core=NAME} tries
 * that core alone.
 */
class DialectTest {
  private static final boolean FULL = "full".equals(System.getProperty("lowrank.dialects"));
  private static final String ONLY = System.getProperty("lowrank.dialects.core", "");
  private static final int NETWORKS = FULL ? 15 : 1;
  private static final int OTHER_NETWORKS = FULL ? 3 : 1;
  private static final int LAYERS = 20;
  private static final List<String> CORES =
      List.of(
          "cortex-m4",
          "cortex-m7",
          "cortex-m33",
          "cortex-m55",
          "cortex-m3",
          "cortex-m0",
          "esp32-c3",
          "esp32");

  /** Those whose dialect has forms for activations of 16 bits. */
  private static final List<String> HALFWORD_CORES = List.of("cortex-m4", "cortex-m55");

  @TempDir Path folder;

  private static Stream<String> cores(List<String> all) {
    return all.stream().filter(core -> ONLY.isEmpty() || core.equals(ONLY));
  }

  static Stream<Arguments> networks() {
    return networks(CORES);
  }

  static Stream<Arguments> mixedNetworks() {
    return networks(FULL || !ONLY.isEmpty() ? CORES : HALFWORD_CORES);
  }

  private static Stream<Arguments> networks(List<String> cores) {
    return cores(cores)
        .flatMap(
            target ->
                Stream.iterate(0, i -> i < NETWORKS, i -> i + 1)
                    .map(i -> Arguments.of(target, 100L * target.hashCode() + i)));
  }

  static Stream<Arguments> otherWishes() {
    return cores(FULL || !ONLY.isEmpty() ? CORES : CORES.subList(0, 1))
        .flatMap(
            target ->
                Stream.of(Optimize.SIZE, Optimize.SPEED)
                    .flatMap(
                        wish ->
                            Stream.iterate(0, i -> i < OTHER_NETWORKS, i -> i + 1)
                                .map(i -> Arguments.of(target, wish, 1000L + i))));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void randomLayersAreBitExactOnHostAndCore(String name, long seed) throws IOException {
    compare(Targets.load(name), RandomNetworks.windowed(seed, LAYERS));
  }

  /** Activations of 8 and of 16 bits. */
  @ParameterizedTest
  @MethodSource("mixedNetworks")
  void mixedLayersAreBitExactOnHostAndCore(String name, long seed) throws IOException {
    compare(Targets.load(name), RandomNetworks.windowed(seed, 2 * LAYERS, true));
  }

  @ParameterizedTest
  @MethodSource("otherWishes")
  void otherWishesAreBitExact(String name, Optimize wish, long seed) throws IOException {
    compare(Targets.load(name).optimized(wish), RandomNetworks.windowed(seed, LAYERS));
  }

  private void compare(Target target, FixedNetwork network) throws IOException {
    GeneratedModel model =
        GeneratedFolders.write(Files.createTempDirectory(folder, "m"), network, target, "net");
    List<Implementation> all = new ArrayList<>(Verifier.onEmulator(target));
    all.add(HostProgram.gcc());
    VerificationResult result =
        new Verifier(model).verify(GeneratedFolders.inputs(network, 4), all);
    assertThat(result.passed()).as(result.summary()).isTrue();
  }
}
