package lowrank.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lowrank.kernel.Kernel;
import lowrank.program.FixedNetwork;
import lowrank.random.RandomNetworks;
import lowrank.schedule.Fusion;
import lowrank.target.Optimize;
import lowrank.target.Target;
import lowrank.target.Targets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The C of every Arm target, its dialects among it, is free of warnings of the cross compiler and
 * of Clang, with the target's own flags. Clang takes the headers of the cross compiler's C library.
 * Without one of the two this fails.
 */
class ArmCompilersTest {
  private static final int LAYERS = 24;

  /** A target for each set of features, which the C depends on: all wishes are tried on these. */
  private static final Set<String> FEATURES =
      Set.of("cortex-m0", "cortex-m3", "cortex-m4", "cortex-m55");

  /** With these seeds and those below the networks have every kernel. */
  private static final FixedNetwork EVERY_KIND = RandomNetworks.network(70, 32);

  private static final FixedNetwork WINDOWED = RandomNetworks.windowed(7, LAYERS);
  private static final FixedNetwork MIXED = RandomNetworks.mixed(7, LAYERS);
  private static final FixedNetwork CHAINED = RandomNetworks.chained(7, LAYERS, true);

  @TempDir Path folder;

  static Stream<Arguments> targets() {
    return Targets.names().stream()
        .filter(name -> Targets.load(name).compiler().command().startsWith("arm-"))
        .flatMap(
            name ->
                Stream.of(Optimize.values())
                    .filter(wish -> wish == Optimize.BALANCED || FEATURES.contains(name))
                    .map(wish -> Arguments.of(name, wish)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("targets")
  void findNothingToWarnOf(String name, Optimize wish) throws IOException {
    Target target = Targets.load(name).optimized(wish);
    compile(EVERY_KIND, target, Fusion.OFF);
    compile(WINDOWED, target, Fusion.OFF);
    if (wish == Optimize.BALANCED) {
      compile(MIXED, target, Fusion.OFF);
      compile(CHAINED, target, Fusion.ALWAYS);
    }
  }

  @Test
  void everyKernelIsAmongThem() {
    Set<String> compiled =
        Stream.of(EVERY_KIND, WINDOWED, MIXED, CHAINED)
            .flatMap(network -> network.layers().stream())
            .map(layer -> layer.kernel().getClass().getSimpleName())
            .collect(Collectors.toSet());
    Set<String> all =
        new ClassFileImporter()
            .importPackagesOf(Kernel.class).stream()
                .filter(type -> type.isAssignableTo(Kernel.class) && !type.isInterface())
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toSet());
    assertThat(compiled).isEqualTo(all);
  }

  private void compile(FixedNetwork network, Target target, Fusion fusion) throws IOException {
    Path place = Files.createDirectory(folder.resolve(network.name().replace(' ', '_')));
    GeneratedFolders.write(place, network, target, "net", fusion);
    List<String> arguments = new ArrayList<>(CBuild.STRICT);
    arguments.addAll(target.compiler().flags());
    arguments.addAll(List.of(target.compiler().optimize(), "-c"));
    try (Stream<Path> files = Files.list(place)) {
      files
          .map(Path::toString)
          .filter(file -> file.endsWith(".c"))
          .sorted()
          .forEach(arguments::add);
    }
    Command cross = new Command(target.compiler().command());
    check(cross.run(place, Command.BUILD_LIMIT, arguments));
    arguments.addAll(0, List.of("--target=arm-none-eabi", "-isystem", headers(cross)));
    check(new Command("clang").run(place, Command.BUILD_LIMIT, arguments));
  }

  private static void check(Command.Outcome outcome) {
    assertThat(outcome.status()).as(outcome.text()).isZero();
    assertThat(outcome.text()).isEmpty();
  }

  /** The C library's headers lie beside its archive. */
  private String headers(Command cross) throws IOException {
    Command.Outcome outcome =
        cross.run(folder, Command.BUILD_LIMIT, List.of("-print-file-name=libc.a"));
    Path library = Path.of(outcome.text().strip()).toRealPath();
    return library.resolveSibling("../include").normalize().toString();
  }
}
