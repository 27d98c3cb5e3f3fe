package lowrank.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import lowrank.target.Target;

/** The C as it lies in the folder, built for a target and run on its emulated core. */
public final class EmulatedProgram implements Implementation {
  private final Target target;
  private final Target.Emulator machine;

  /**
   * The target's emulated core.
   *
   * @throws IllegalArgumentException if it has none
   */
  public EmulatedProgram(Target target) {
    this.target = target;
    this.machine =
        target
            .emulated()
            .orElseThrow(() -> new IllegalArgumentException(target.name() + " runs on the host"));
  }

  @Override
  public String where() {
    if (machine.runs().equals(target.name())) {
      return "qemu " + machine.runs();
    }
    String role = machine.standIn() ? " (stand-in for " : " (for ";
    return "qemu " + machine.runs() + role + target.name() + ")";
  }

  @Override
  public void run(GeneratedModel model, Path work, Path inputs, Path outputs) throws RunFailure {
    try {
      Path program = build(model, work);
      Files.copy(inputs, work.resolve(Harness.INPUT));
      Command.Outcome outcome = emulate(model, work, program, inputs, List.of());
      Path written = work.resolve(Harness.OUTPUT);
      if (Files.exists(written)) {
        Files.move(written, outputs, StandardCopyOption.REPLACE_EXISTING);
      }
      check(model, work, outcome);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Compiles and links for the emulated machine. */
  Path build(GeneratedModel model, Path work) throws IOException, RunFailure {
    Path harness = work.resolve("harness");
    List<String> flags = new ArrayList<>(machine.flags());
    flags.add(target.compiler().optimize());
    flags.add("-ffreestanding");
    flags.addAll(List.of("-isystem", harness.resolve(Harness.HEADERS).toString()));
    CBuild build = new CBuild(model, new Command(machine.compiler()), flags, work);
    build.harness();
    Harness.writeMemory(work, machine);
    List<Path> objects = build.compileModel();
    try {
      return build.link(objects, linking(harness, work));
    } catch (RunFailure e) {
      CBuild.checkMemory(model, e, target);
      throw e;
    }
  }

  private static List<String> linking(Path harness, Path work) {
    return List.of(
        "-nostdlib",
        "-nostartfiles",
        "-T",
        harness.resolve(Harness.LINKER_SCRIPT).toString(),
        "-L" + work,
        "-lgcc");
  }

  /** Runs the emulator in {@code work}, where {@link Harness#INPUT} must lie. */
  Command.Outcome emulate(
      GeneratedModel model, Path work, Path program, Path inputs, List<String> more)
      throws IOException {
    List<String> arguments = new ArrayList<>(machine.arguments());
    arguments.addAll(more);
    arguments.addAll(List.of("-kernel", program.toString()));
    return new Command(machine.command()).run(work, TimeLimit.of(model, inputs), arguments);
  }

  /** Fails unless the emulated program ended well. */
  static void check(GeneratedModel model, Path work, Command.Outcome outcome) throws RunFailure {
    if (outcome.status() != 0) {
      List<String> lines = Messages.lines(outcome.text(), model.folder(), work);
      throw RunFailure.inTensor(Messages.ofRun(outcome, lines));
    }
  }

  /** Address of the function that marks the places between which instructions are counted. */
  long markAddress() {
    return machine.rom().origin() + Harness.MARK_OFFSET;
  }
}
