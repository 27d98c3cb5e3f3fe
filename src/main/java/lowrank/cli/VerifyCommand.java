package lowrank.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import lowrank.data.Samples;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.pipeline.Dataset;
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
    List<int[]> runs = new ArrayList<>();
    if (inputs != null) {
      Dataset data =
          Dataset.ofQuantized(generated.model().network(), Samples.read(inputs)).first(samples);
      for (int i = 0; i < data.count(); i++) {
        runs.add(data.integers(i, generated.network().inputType().type()));
      }
    }
    runs.addAll(FolderVerification.randomInputs(generated, random));
    VerificationResult result = FolderVerification.verify(generated, runs, places, cores);
    result.runs().forEach(run -> console.out().println(run));
    result.skipped().forEach(where -> console.out().println(where + ": not installed, not run"));
    result.unfit().forEach(unfit -> console.out().println(unfit));
    if (places.contains(Place.QEMU)) {
      FolderVerification.tooSmall(GeneratedFolder.open(folder), cores)
          .forEach(line -> console.out().println(line));
    }
    console.out().println(result.summary());
    return result.passed() ? Main.DONE : Main.FAILED;
  }
}
