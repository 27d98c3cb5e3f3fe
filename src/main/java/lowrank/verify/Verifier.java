package lowrank.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.target.Target;
import lowrank.verify.VerificationResult.Run;
import lowrank.verify.VerificationResult.Unfit;

/** Compares implementations of a generated model with the interpreter, tensor by tensor. */
public final class Verifier {
  private final GeneratedModel model;

  /** A verifier of one generated folder. */
  public Verifier(GeneratedModel model) {
    this.model = model;
  }

  /** The Java class and the C under GCC, and under Clang where that is installed. */
  public static List<Implementation> onHost() {
    return List.of(new JavaClass(), HostProgram.gcc(), HostProgram.clang());
  }

  /** The C on the target's emulated core; nothing for a target that runs on the host. */
  public static List<Implementation> onEmulator(Target target) {
    return onEmulators(List.of(target));
  }

  /**
   * The C on the targets' emulated cores: once on each core, as the first target with that core has
   * it built. Targets that run on the host are passed over.
   */
  public static List<Implementation> onEmulators(List<Target> targets) {
    Map<String, List<Target>> cores = new LinkedHashMap<>();
    for (Target target : targets) {
      target
          .emulated()
          .ifPresent(
              machine ->
                  cores.computeIfAbsent(machine.runs(), core -> new ArrayList<>()).add(target));
    }
    List<Implementation> programs = new ArrayList<>();
    for (List<Target> same : cores.values()) {
      programs.add(
          new EmulatedProgram(same.get(0), same.stream().map(Target::name).distinct().toList()));
    }
    return programs;
  }

  /**
   * Runs all implementations, several at once, on all inputs.
   *
   * @param inputs integers of the input's type, NHWC, at least one
   * @throws IllegalArgumentException if there is no input or one of another length
   * @throws CompileException if a tool is missing, the folder is not complete, or the model fits no
   *     memory that it was to run in
   */
  public VerificationResult verify(List<int[]> inputs, List<Implementation> implementations) {
    int elements = model.network().inputType().shape().elements();
    if (inputs.isEmpty() || inputs.stream().anyMatch(input -> input.length != elements)) {
      throw new IllegalArgumentException("inputs must have " + elements + " elements");
    }
    List<Implementation> present = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    for (Implementation implementation : implementations) {
      if (implementation.optional() && !implementation.installed()) {
        skipped.add(implementation.where());
      } else {
        present.add(implementation);
      }
    }
    try (Workspace space = new Workspace()) {
      ExpectedTrace expected = new ExpectedTrace(model.network());
      expected.write(inputs, space.file("input.bin"), space.file("expected.bin"));
      TensorLayout layout = TensorLayout.of(model.network());
      List<Outcome> outcomes =
          Parallel.map(present, (i, one) -> run(one, i, space, layout, inputs.size()));
      List<Run> runs = outcomes.stream().flatMap(outcome -> outcome.run().stream()).toList();
      List<Unfit> unfit = outcomes.stream().flatMap(outcome -> outcome.unfit().stream()).toList();
      if (runs.isEmpty() && !unfit.isEmpty()) {
        throw new CompileException(
            Fault.EMULATED_MEMORY, model.folder(), unfit.get(0).where(), unfit.get(0).needs());
      }
      return new VerificationResult(
          inputs.size(), layout.size(), runs, skipped, unfit, expected.multiplies());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Either a run, or why there is none. */
  private record Outcome(Optional<Run> run, Optional<Unfit> unfit) {}

  private Outcome run(
      Implementation implementation, int index, Workspace space, TensorLayout layout, int inputs) {
    try {
      Path work = space.folder("work" + index);
      Path actual = space.file("actual" + index + ".bin");
      Optional<RunFailure> failure = Optional.empty();
      Optional<TouchedMemory> memory = Optional.empty();
      try {
        memory = implementation.run(model, work, space.file("input.bin"), actual);
      } catch (RunFailure e) {
        if (e.tooLarge()) {
          return new Outcome(
              Optional.empty(), Optional.of(new Unfit(implementation.where(), e.getMessage())));
        }
        failure = Optional.of(e);
      }
      Run run =
          new TraceComparison(layout, inputs)
              .compare(implementation.where(), space.file("expected.bin"), actual, failure)
              .withMemory(memory);
      return new Outcome(Optional.of(run), Optional.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
