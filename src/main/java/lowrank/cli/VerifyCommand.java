package lowrank.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import lowrank.api.Lowrank;
import lowrank.api.VerifyOptions;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.pipeline.FolderVerification;
import lowrank.pipeline.FolderVerification.Place;
import lowrank.pipeline.GeneratedFolder;
import lowrank.target.Target;
import lowrank.verify.VerificationResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Proves that a generated folder computes what the interpreter does. */
@Command(
    name = "verify",
    sortOptions = false,
    description = {
      "Prove that a firmware folder computes what the interpreter does.",
      "Compiles the folder's C and Java and compares the output and every intermediate tensor with"
          + " the fixed-point interpreter's, byte for byte. Exit status 1 if anything differs. The"
          + " outcome is entered in the folder's report.json."
    })
final class VerifyCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(paramLabel = "DIR", description = "Folder that generate or build wrote.")
  private Path folder;

  @Option(names = "--inputs", paramLabel = "X.npy", description = "Samples to run.")
  private Path inputs;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "64",
      description = "Use at most the first N samples (default: ${DEFAULT-VALUE}).")
  private int samples;

  @Option(
      names = "--random",
      paramLabel = "N",
      defaultValue = "4",
      description = "Run N inputs of seeded random bytes as well (default: ${DEFAULT-VALUE}).")
  private int random;

  @Option(
      names = "--on",
      paramLabel = "host|qemu",
      split = ",",
      defaultValue = "host",
      description = {
        "Where to run the C: host (gcc and clang with sanitizers), qemu (the target's core), or",
        "host,qemu (default: ${DEFAULT-VALUE})."
      })
  private List<Place> places;

  @Option(
      names = "--target",
      paramLabel = "NAME|all",
      split = ",",
      description = {
        "With --on qemu: run the same C on these targets' cores, each core once, instead of the",
        "folder's target's. May be repeated."
      })
  private List<String> targets = List.of();

  @Mixin private FormatOption format;

  @Override
  public Integer call() {
    if (samples < 1) {
      throw new CompileException(Fault.BAD_OPTION, "--samples", samples, "a number above 0");
    }
    if (random < 0) {
      throw new CompileException(Fault.BAD_OPTION, "--random", random, "0 or a number above 0");
    }
    if (!targets.isEmpty() && !places.contains(Place.QEMU)) {
      throw new CompileException(Fault.MISSING_OPTION, "--target", "--on qemu");
    }
    GeneratedFolder generated = GeneratedFolder.open(folder);
    List<Target> cores = FolderVerification.targets(generated, targets);
    VerificationResult result =
        Lowrank.verify(
            folder,
            new VerifyOptions(Optional.ofNullable(inputs), samples, random, places, targets));
    List<String> small =
        places.contains(Place.QEMU)
            ? FolderVerification.tooSmall(GeneratedFolder.open(folder), cores)
            : List.of();
    format.print(console, outcome(result, small), out -> print(result, small, out));
    return result.passed() ? Main.DONE : Main.FAILED;
  }

  /**
   * What is printed as JSON.
   *
   * @param passed whether everything that ran is bit-exact
   * @param small targets whose own memories do not hold the model, a line each
   */
  record Outcome(
      boolean passed,
      int inputs,
      int tensors,
      long mismatches,
      List<String> where,
      List<String> lines,
      List<String> skipped,
      List<String> small) {}

  private static Outcome outcome(VerificationResult result, List<String> small) {
    return new Outcome(
        result.passed(),
        result.inputs(),
        result.tensors(),
        result.mismatches(),
        result.where(),
        result.runs().stream().map(Object::toString).toList(),
        result.skipped(),
        small);
  }

  private static void print(VerificationResult result, List<String> small, PrintWriter out) {
    result.runs().forEach(out::println);
    result.skipped().forEach(where -> out.println(where + ": not installed, not run"));
    result.unfit().forEach(out::println);
    small.forEach(out::println);
    out.println(result.summary());
  }
}
