package lowrank.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lowrank.target.Target;

/**
 * The C as it lies in the folder, built for a target and run on its emulated core; its self-test is
 * run, too, if it has one.
 */
public final class EmulatedProgram implements Implementation {
  private final Target target;
  private final List<String> boards;
  private final Target.Emulator machine;

  /**
   * The target's emulated core.
   *
   * @throws IllegalArgumentException if it has none
   */
  public EmulatedProgram(Target target) {
    this(target, List.of(target.name()));
  }

  /**
   * The target's emulated core.
   *
   * @param boards names of all targets that the core speaks for
   * @throws IllegalArgumentException if it has none
   */
  EmulatedProgram(Target target, List<String> boards) {
    this.target = target;
    this.boards = List.copyOf(boards);
    this.machine =
        target
            .emulated()
            .orElseThrow(() -> new IllegalArgumentException(target.name() + " runs on the host"));
  }

  @Override
  public String where() {
    if (boards.equals(List.of(machine.runs()))) {
      return "qemu " + machine.runs();
    }
    String role = machine.standIn() ? " (stand-in for " : " (for ";
    return "qemu " + machine.runs() + role + String.join(", ", boards) + ")";
  }

  @Override
  public Optional<TouchedMemory> run(GeneratedModel model, Path work, Path inputs, Path outputs)
      throws RunFailure {
    try {
      CBuild build = open(model, work);
      List<Path> objects = build.compileModel();
      Path program = link(build, objects, work);
      Files.copy(inputs, work.resolve(Harness.INPUT));
      Command.Outcome outcome = emulate(model, work, program, inputs, List.of());
      Path written = work.resolve(Harness.OUTPUT);
      if (Files.exists(written)) {
        Files.move(written, outputs, StandardCopyOption.REPLACE_EXISTING);
      }
      check(model, work, outcome);
      Optional<TouchedMemory> memory = TouchedMemory.parse(outcome.text().lines().toList());
      if (model.selfTest().isPresent()) {
        Path selfTest = build.linkSelfTest(model.selfTest().orElseThrow(), objects, linking(work));
        outcome = emulate(model, work, selfTest, inputs, List.of());
        Messages.checkSelfTest(outcome, model, work);
      }
      return memory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Compiles and links for the emulated machine. */
  Path build(GeneratedModel model, Path work) throws IOException, RunFailure {
    CBuild build = open(model, work);
    return link(build, build.compileModel(), work);
  }

  private CBuild open(GeneratedModel model, Path work) throws IOException {
    List<String> flags = new ArrayList<>(machine.flags());
    flags.add(target.compiler().optimize());
    flags.add("-ffreestanding");
    CBuild build = new CBuild(model, new Command(machine.compiler()), flags, work);
    build.harness();
    Harness.writeMemory(work, machine);
    return build;
  }

  /**
   * Links for the machine's memory.
   *
   * @throws RunFailure if that is too small, say; then with the bytes that are needed
   */
  private Path link(CBuild build, List<Path> objects, Path work) throws IOException, RunFailure {
    try {
      return build.link(objects, linking(work));
    } catch (RunFailure e) {
      if (!CBuild.isAboutMemory(e)) {
        throw e;
      }
      Harness.writeMemory(work, machine, MemoryNeed.AMPLE, MemoryNeed.AMPLE);
      List<String> linking = new ArrayList<>(linking(work));
      linking.add("-Wl,--no-check-sections");
      Path program = build.link(objects, linking);
      Command size = new Command(machine.compiler()).sibling("size");
      MemoryNeed need = MemoryNeed.of(size, work, program);
      throw RunFailure.tooLarge(need.beyond(machine));
    }
  }

  private static List<String> linking(Path work) {
    Path harness = work.resolve("harness");
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

  /**
   * The program's disassembly.
   *
   * @param disassembler command and options; empty for the one of the compiler's tool set
   */
  List<String> disassemble(List<String> disassembler, Path work, Path program) throws IOException {
    Command command =
        disassembler.isEmpty()
            ? new Command(machine.compiler()).sibling("objdump")
            : new Command(disassembler.get(0));
    List<String> arguments = new ArrayList<>(List.of("-d", "-z", "--no-show-raw-insn"));
    arguments.addAll(disassembler.subList(Math.min(1, disassembler.size()), disassembler.size()));
    arguments.add(program.toString());
    Path text = work.resolve("disassembly.txt");
    Command.Outcome outcome = command.run(work, Command.BUILD_LIMIT, arguments, text);
    if (outcome.status() != 0) {
      throw new IllegalStateException(command.name() + ": " + outcome.text());
    }
    return Files.readAllLines(text);
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
