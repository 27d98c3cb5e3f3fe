package lowrank.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.target.Target;
import lowrank.verify.trace.AddressCount;
import lowrank.verify.trace.CoreModel;
import lowrank.verify.trace.ExecutedCode;
import lowrank.verify.trace.Histogram;
import lowrank.verify.trace.Instruction;

/**
 * Counts the instructions of a model on its target's emulated core, exactly and repeatably. What
 * the model computes is compared with the interpreter: wrong code is not counted.
 */
public final class InstructionCounter {
  private static final String COUNTS = "counts.txt";
  private static final String PROFILE = "profile.txt";

  /**
   * Instructions of each layer and of a whole call for one input, by class as well, and the memory
   * that was written to.
   *
   * @param input integers of the input's type, NHWC
   * @throws CompileException if a tool is missing, the folder is not complete, the model does not
   *     fit the emulated memory, it does not build or run, or it is not bit-exact
   */
  public ExecutionProfile profile(GeneratedModel model, Target target, int[] input) {
    EmulatedProgram emulated = new EmulatedProgram(target);
    try (Workspace space = new Workspace()) {
      Path work = space.folder("work");
      Path program = emulated.build(model, work);
      List<String> printed = run(emulated, model, work, program, input);
      TouchedMemory memory =
          TouchedMemory.parse(printed)
              .orElseThrow(() -> new IllegalStateException("the harness told no memory"));
      InParts inParts = InParts.parse(printed);
      InstructionCounts counts =
          counts(
              emulated.where(),
              Files.readAllLines(work.resolve(COUNTS)),
              model.network().layers().size());
      Optional<CoreModel> core = CoreModel.of(target.emulated().orElseThrow().runs());
      ExecutionProfile profile =
          core.isPresent()
              ? profile(counts, memory, core.get(), emulated, work, program)
              : new ExecutionProfile(counts, memory, false, List.of(), Optional.empty());
      return inParts.apart(profile);
    } catch (RunFailure e) {
      CompileException exception =
          new CompileException(
              e.tooLarge() ? Fault.EMULATED_MEMORY : Fault.NOT_RUNNABLE,
              model.folder(),
              emulated.where(),
              e.getMessage());
      exception.initCause(e);
      throw exception;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The instructions alone. */
  public InstructionCounts count(GeneratedModel model, Target target, int[] input) {
    return profile(model, target, input).counts();
  }

  private static List<String> run(
      EmulatedProgram emulated, GeneratedModel model, Path work, Path program, int[] input)
      throws IOException, RunFailure {
    Path inputs = work.resolve(Harness.INPUT);
    Path expected = work.resolve("expected.bin");
    new ExpectedTrace(model.network()).write(List.of(input), inputs, expected);
    String option =
        String.format(
            Locale.ROOT,
            "%s,mark=0x%x,out=%s,profile=%s",
            buildPlugin(work),
            emulated.markAddress(),
            COUNTS,
            PROFILE);
    Command.Outcome outcome =
        emulated.emulate(model, work, program, inputs, List.of("-plugin", option));
    EmulatedProgram.check(model, work, outcome);
    VerificationResult.Run run =
        new TraceComparison(TensorLayout.of(model.network()), 1)
            .compare(emulated.where(), expected, work.resolve(Harness.OUTPUT), Optional.empty());
    if (!run.exact()) {
      throw RunFailure.of("not bit-exact: " + run);
    }
    return outcome.text().lines().toList();
  }

  private static ExecutionProfile profile(
      InstructionCounts counts,
      TouchedMemory memory,
      CoreModel core,
      EmulatedProgram emulated,
      Path work,
      Path program)
      throws IOException {
    List<Instruction> disassembly =
        Instruction.parse(emulated.disassemble(core.disassembler(), work, program));
    ExecutedCode code = new ExecutedCode(core, disassembly);
    List<List<AddressCount>> intervals =
        AddressCount.parse(Files.readAllLines(work.resolve(PROFILE)));
    List<Histogram> histograms = new ArrayList<>();
    for (int i = 0; i <= counts.layers().size(); i++) {
      Histogram histogram = code.histogram(intervals.get(2 * i + 1));
      long counted = i < counts.layers().size() ? counts.layers().get(i) : counts.invoke();
      if (histogram.instructions() != counted) {
        throw new IllegalStateException(
            histogram.instructions() + " instructions by address, " + counted + " counted");
      }
      histograms.add(histogram);
    }
    int layers = counts.layers().size();
    return new ExecutionProfile(
        counts,
        memory,
        core.published(),
        histograms.subList(0, layers),
        Optional.of(histograms.get(layers)));
  }

  private static Path buildPlugin(Path work) {
    Path source = work.resolve("harness").resolve(Harness.COUNT_PLUGIN);
    Path plugin = work.resolve("libcount.so");
    List<String> arguments =
        List.of("-O2", "-fPIC", "-shared", "-o", plugin.toString(), source.toString());
    Command.Outcome outcome = new Command("gcc").run(work, Command.BUILD_LIMIT, arguments);
    if (outcome.status() != 0) {
      throw new IllegalStateException("the counting plugin does not compile: " + outcome.text());
    }
    return plugin;
  }

  /**
   * Every mark writes the instructions since the last one: a layer's are between the two marks
   * around it, so every second line counts, after the one for the time before the first mark.
   */
  private static InstructionCounts counts(String where, List<String> lines, int layers) {
    int marks = 2 * (layers + 1);
    if (lines.size() != marks + 1 || !lines.get(marks).startsWith("total ")) {
      throw new IllegalStateException("incomplete instruction counts: " + lines.size() + " lines");
    }
    List<Long> counts = new ArrayList<>();
    for (int layer = 0; layer <= layers; layer++) {
      counts.add(Long.parseLong(lines.get(2 * layer + 1)));
    }
    return new InstructionCounts(where, counts.subList(0, layers), counts.get(layers));
  }
}
