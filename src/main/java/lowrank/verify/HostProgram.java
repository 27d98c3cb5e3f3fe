package lowrank.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The C as it lies in the folder, built by a compiler of this machine with the address and
 * undefined-behaviour sanitizers; its self-test is run, too, if it has one.
 *
 * @param command {@code gcc} or {@code clang}
 * @param optional whether to go without it where it is not installed
 */
public record HostProgram(String command, boolean optional) implements Implementation {
  private static final List<String> FLAGS =
      List.of("-g", "-fsanitize=undefined,address", "-fno-sanitize-recover=all");

  /**
   * Multiplies of a run beyond which optimising pays: with sanitizers it takes 14 s to optimise
   * MobileNet's kernels, which saves a second for each 3 * 10^7 multiplies.
   */
  private static final long LONG_RUN = 200_000_000;

  /** GCC, which must be installed. */
  public static HostProgram gcc() {
    return new HostProgram("gcc", false);
  }

  /** Clang, used where it is installed. */
  public static HostProgram clang() {
    return new HostProgram("clang", true);
  }

  @Override
  public String where() {
    return command + " -fsanitize";
  }

  @Override
  public boolean installed() {
    return new Command(command).installed();
  }

  @Override
  public Optional<TouchedMemory> run(GeneratedModel model, Path work, Path inputs, Path outputs)
      throws RunFailure {
    try {
      CBuild build =
          new CBuild(model, new Command(command), flags(TimeLimit.multiplies(model, inputs)), work);
      List<Path> objects = build.compileModel();
      Path program = build.link(objects, List.of());
      Command.Outcome outcome =
          new Command(program.toString())
              .run(
                  work,
                  TimeLimit.of(model, inputs),
                  List.of(inputs.toString(), outputs.toString()));
      if (outcome.status() != 0) {
        List<String> lines = Messages.lines(outcome.text(), model.folder(), work);
        throw RunFailure.inTensor(Messages.ofRun(outcome, lines));
      }
      if (model.selfTest().isPresent()) {
        runSelfTest(build, objects, model, work, TimeLimit.of(model, inputs));
      }
      return TouchedMemory.parse(outcome.text().lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Flags of a run with so many multiplies. */
  static List<String> flags(long multiplies) {
    List<String> flags = new ArrayList<>(FLAGS);
    flags.add(multiplies > LONG_RUN ? "-O1" : "-O0");
    return flags;
  }

  /** The self-test must find nothing: its checksums are the interpreter's. */
  private static void runSelfTest(
      CBuild build, List<Path> objects, GeneratedModel model, Path work, Duration limit)
      throws IOException, RunFailure {
    Path program = build.linkSelfTest(model.selfTest().orElseThrow(), objects, List.of());
    List<String> files = List.of(Harness.INPUT, Harness.OUTPUT);
    Messages.checkSelfTest(new Command(program.toString()).run(work, limit, files), model, work);
  }
}
