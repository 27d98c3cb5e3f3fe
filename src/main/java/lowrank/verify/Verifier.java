package lowrank.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lowrank.target.Target;
import lowrank.verify.VerificationResult.Run;

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
    return target.emulated().isEmpty() ? List.of() : List.of(new EmulatedProgram(target));
  }

  /**
   * Runs all implementations, several at once, on all inputs.
   *
   * @param inputs integers of the input's type, NHWC, at least one
   * @throws IllegalArgumentException if there is no input or one of another length
   * @throws lowrank.diagnostic.CompileException if a tool is missing, the folder is not complete,
   *     or the model does not fit the emulated memory
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
      List<Run> runs = Parallel.map(present, (i, one) -> run(one, i, space, layout, inputs.size()));
      return new VerificationResult(
          inputs.size(), layout.size(), runs, skipped, expected.multiplies());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Run run(
      Implementation implementation, int index, Workspace space, TensorLayout layout, int inputs) {
    try {
      Path work = space.folder("work" + index);
      Path actual = space.file("actual" + index + ".bin");
      Optional<RunFailure> failure = Optional.empty();
      try {
        implementation.run(model, work, space.file("input.bin"), actual);
      } catch (RunFailure e) {
        failure = Optional.of(e);
      }
      return new TraceComparison(layout, inputs)
          .compare(implementation.where(), space.file("expected.bin"), actual, failure);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
