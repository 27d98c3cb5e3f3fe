package lowrank.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.target.Target;

/** Counts the instructions of a model on its target's emulated core, exactly and repeatably. */
public final class InstructionCounter {
  private static final String COUNTS = "counts.txt";

  /**
   * Instructions of each layer and of a whole call for one input.
   *
   * @param input integers of the input's type, NHWC
   * @throws CompileException if a tool is missing, the folder is not complete, the model does not
   *     fit the emulated memory, or it does not build or run
   */
  public InstructionCounts count(GeneratedModel model, Target target, int[] input) {
    EmulatedProgram emulated = new EmulatedProgram(target);
    try (Workspace space = new Workspace()) {
      Path work = space.folder("work");
      int width = model.network().inputType().type().element().bytes();
      Path inputs = work.resolve(Harness.INPUT);
      Files.write(inputs, TensorLayout.encode(input, width));
      Path program = emulated.build(model, work);
      Path plugin = buildPlugin(work);
      String option =
          String.format(Locale.ROOT, "%s,mark=0x%x,out=%s", plugin, emulated.markAddress(), COUNTS);
      EmulatedProgram.check(
          model, work, emulated.emulate(model, work, program, inputs, List.of("-plugin", option)));
      List<String> lines = Files.readAllLines(work.resolve(COUNTS));
      return counts(emulated.where(), lines, model.network().layers().size());
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
