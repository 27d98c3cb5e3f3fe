package lowrank.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Compiles a generated model and the harness into a program. */
final class CBuild {
  /** The language and the warnings that generated C must be free of. */
  static final List<String> STRICT =
      List.of(
          "-std=c99",
          "-pedantic",
          "-Wall",
          "-Wextra",
          "-Wconversion",
          "-Wsign-conversion",
          "-Wshadow",
          "-Wundef",
          "-Werror");

  private static final String HARNESS = "harness";

  private final GeneratedModel model;
  private final Command compiler;
  private final List<String> flags;
  private final List<String> headers;
  private final Path work;

  /**
   * A build in a folder.
   *
   * @param flags of compiling and linking
   * @param work receives objects and program
   */
  CBuild(GeneratedModel model, Command compiler, List<String> flags, Path work) {
    this.model = model;
    this.compiler = compiler;
    this.flags = List.copyOf(flags);
    this.headers = Harness.headers(flags, work.resolve(HARNESS));
    this.work = work;
  }

  /**
   * Compiles the generated sources with all warnings as errors.
   *
   * @return the objects
   * @throws RunFailure with the compiler's first complaint
   */
  List<Path> compileModel(String... more) throws RunFailure {
    List<Path> objects = new ArrayList<>();
    for (Path source : model.sources()) {
      objects.add(compile(source, more));
    }
    return objects;
  }

  /** Compiles one generated source in the same way. */
  Path compile(Path source, String... more) throws RunFailure {
    Path object = work.resolve(stem(source) + ".o");
    List<String> arguments = new ArrayList<>(STRICT);
    arguments.addAll(flags);
    arguments.addAll(headers);
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("-c", source.toString(), "-o", object.toString()));
    run(arguments);
    return object;
  }

  /** The file's name without its ending. */
  static String stem(Path file) {
    return file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
  }

  /**
   * Compiles the harness for the model and links it with the model's objects.
   *
   * @param linking further arguments, at the line's end
   * @return the program
   * @throws RunFailure if the model lacks a symbol, say
   */
  Path link(List<Path> objects, List<String> linking) throws IOException, RunFailure {
    return link(objects, Harness.HARNESS, "program.elf", linking);
  }

  /**
   * Compiles the generated self-test and the program that runs it, and links them with the model's
   * objects.
   */
  Path linkSelfTest(Path selfTest, List<Path> objects, List<String> linking)
      throws IOException, RunFailure {
    List<Path> all = new ArrayList<>(objects);
    all.add(compile(selfTest));
    return link(all, Harness.SELF_TEST, "self_test.elf", linking);
  }

  private Path link(List<Path> objects, String source, String name, List<String> linking)
      throws IOException, RunFailure {
    Path harness = harness();
    Path program = work.resolve(name);
    List<String> arguments = new ArrayList<>(List.of("-std=c99"));
    arguments.addAll(flags);
    arguments.addAll(headers);
    arguments.addAll(Harness.definitions(model));
    arguments.add("-I" + model.folder().toAbsolutePath());
    arguments.add("-I" + harness);
    arguments.add(harness.resolve(source).toString());
    Ports.of(compiler, flags).forEach(object -> arguments.add(object.toString()));
    objects.forEach(object -> arguments.add(object.toString()));
    arguments.addAll(List.of("-o", program.toString()));
    arguments.addAll(linking);
    run(arguments);
    return program;
  }

  private void run(List<String> arguments) throws RunFailure {
    Command.Outcome outcome = compiler.run(work, Command.BUILD_LIMIT, arguments);
    if (outcome.status() != 0) {
      List<String> lines = Messages.lines(outcome.text(), model.folder(), work);
      throw RunFailure.of(Messages.ofBuild(compiler, outcome, lines));
    }
  }

  /** The folder that holds the harness, unpacked when first asked for. */
  Path harness() throws IOException {
    Path harness = work.resolve(HARNESS);
    if (!Files.exists(harness)) {
      Harness.unpack(harness);
    }
    return harness;
  }

  /** Whether a linker says that the program is too large for the emulated machine's memory. */
  static boolean isAboutMemory(RunFailure failure) {
    return failure.getMessage().matches(".*(overflowed by|will not fit|too little RAM).*");
  }
}
