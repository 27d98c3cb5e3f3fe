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
 * The C of every Arm target, its dialects among it, is free of Clang's warnings; the headers are
 * those of the cross compiler. Without Clang this fails.
 */
class ClangTest {
  private static final int LAYERS = 24;

  @TempDir Path folder;

  static Stream<Arguments> targets() {
    return Targets.names().stream()
        .filter(name -> Targets.load(name).compiler().command().startsWith("arm-"))
        .flatMap(name -> Stream.of(Optimize.values()).map(wish -> Arguments.of(name, wish)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("targets")
  void findsNothingToWarnOf(String name, Optimize wish) throws IOException {
    Target target = Targets.load(name).optimized(wish);
    List<FixedNetwork> networks =
        List.of(RandomNetworks.windowed(7, LAYERS), RandomNetworks.network(7, LAYERS));
    for (FixedNetwork network : networks) {
      Path place = Files.createDirectory(folder.resolve(network.name().replace(' ', '_')));
      GeneratedModel model = GeneratedFolders.write(place, network, target, "net");
      for (Path source : model.sources()) {
        Command.Outcome outcome = compile(target, source);
        assertThat(outcome.status()).as(outcome.text()).isZero();
        assertThat(outcome.text()).isEmpty();
      }
    }
  }

  private Command.Outcome compile(Target target, Path source) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--target=arm-none-eabi", "-fsyntax-only"));
    arguments.addAll(CBuild.STRICT);
    arguments.addAll(target.compiler().flags());
    arguments.add(target.compiler().optimize());
    arguments.addAll(List.of("-isystem", headers(target).toString(), source.toString()));
    return new Command("clang").run(folder, Command.BUILD_LIMIT, arguments);
  }

  /** The C library's headers lie beside its archive. */
  private Path headers(Target target) throws IOException {
    Command.Outcome outcome =
        new Command(target.compiler().command())
            .run(folder, Command.BUILD_LIMIT, List.of("-print-file-name=libc.a"));
    return Path.of(outcome.text().strip()).toRealPath().resolveSibling("../include").normalize();
  }
}
