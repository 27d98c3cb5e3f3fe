package lowrank.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The harness's ports to machines as objects. No model is known in them, so that each compiler
 * makes them once for the same flags; they lie in a temporary folder until this program ends.
 */
final class Ports {
  private static final Map<List<String>, Ports> ALL = new ConcurrentHashMap<>();

  private final Command compiler;
  private final List<String> flags;
  private List<Path> objects = List.of();

  private Ports(Command compiler, List<String> flags) {
    this.compiler = compiler;
    this.flags = flags;
  }

  /**
   * Objects to link with a program.
   *
   * @throws RunFailure with the compiler's first complaint
   */
  static List<Path> of(Command compiler, List<String> flags) throws IOException, RunFailure {
    List<String> key = Stream.concat(Stream.of(compiler.name()), flags.stream()).toList();
    return ALL.computeIfAbsent(key, line -> new Ports(compiler, List.copyOf(flags))).objects();
  }

  /** Compiles at the first call, and if somebody has cleared the temporary folder. */
  private synchronized List<Path> objects() throws IOException, RunFailure {
    if (objects.isEmpty() || !objects.stream().allMatch(Files::exists)) {
      objects = compile(new Workspace().folder("ports"));
    }
    return objects;
  }

  private List<Path> compile(Path folder) throws IOException, RunFailure {
    Path harness = folder.resolve("harness");
    Harness.unpack(harness);
    List<String> arguments = new ArrayList<>(List.of("-std=c99"));
    arguments.addAll(flags);
    arguments.addAll(Harness.headers(flags, harness));
    arguments.add("-c");
    Harness.PORTS.forEach(source -> arguments.add(harness.resolve(source).toString()));
    Command.Outcome outcome = compiler.run(folder, Command.BUILD_LIMIT, arguments);
    if (outcome.status() != 0) {
      List<String> lines = Messages.lines(outcome.text(), folder, folder);
      throw RunFailure.of(Messages.ofBuild(compiler, outcome, lines));
    }
    return Harness.PORTS.stream()
        .map(source -> folder.resolve(CBuild.stem(Path.of(source)) + ".o"))
        .toList();
  }
}
