package lowrank.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.program.FixedNetwork;
import lowrank.report.Report;
import lowrank.target.MemorySize;
import lowrank.target.Target;
import lowrank.target.Targets;
import lowrank.tensor.ElementType;
import lowrank.verify.GeneratedModel;
import lowrank.verify.ImageMeter;
import lowrank.verify.ImageSize;
import lowrank.verify.Implementation;
import lowrank.verify.VerificationResult;
import lowrank.verify.Verifier;

/** Verifies a generated folder and enters the outcome in its report. */
public final class FolderVerification {
  /** Stands for every target. */
  public static final String ALL = "all";

  private static final long SEED = 7;

  private FolderVerification() {}

  /** Where generated C is run. */
  public enum Place {
    /** On this machine. */
    HOST,
    /** On the target's core, emulated. */
    QEMU
  }

  /** Inputs of uniformly random bytes, the same ones for the same folder. */
  public static List<int[]> randomInputs(GeneratedFolder folder, int count) {
    FixedNetwork network = folder.network();
    ElementType element = network.inputType().type().element();
    Random random = new Random(SEED);
    List<int[]> inputs = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      int[] input = new int[network.inputType().shape().elements()];
      for (int i = 0; i < input.length; i++) {
        input[i] = element.minimum() + random.nextInt(element.maximum() - element.minimum() + 1);
      }
      inputs.add(input);
    }
    return inputs;
  }

  /**
   * Runs the Java class and the C and compares every tensor with the interpreter's; under QEMU also
   * measures code and stack. The report in the folder is updated.
   *
   * @throws CompileException if there is nothing to run, or a tool is missing
   */
  public static VerificationResult verify(
      GeneratedFolder folder, List<int[]> inputs, List<Place> places) {
    return verify(folder, inputs, places, List.of(folder.target()));
  }

  /**
   * The same with the folder's C, as it is, on the emulated cores of any targets; each core once.
   *
   * @param targets used under {@link Place#QEMU} only; the ones without an emulated core are passed
   *     over
   */
  public static VerificationResult verify(
      GeneratedFolder folder, List<int[]> inputs, List<Place> places, List<Target> targets) {
    List<Implementation> implementations = new ArrayList<>();
    if (places.contains(Place.HOST)) {
      implementations.addAll(Verifier.onHost());
    }
    if (places.contains(Place.QEMU)) {
      implementations.addAll(Verifier.onEmulators(targets));
    }
    if (places.contains(Place.QEMU) && Verifier.onEmulators(targets).isEmpty()) {
      throw new CompileException(
          Fault.BAD_OPTION,
          "--on",
          "qemu",
          "host: target "
              + targets.stream().map(Target::name).collect(Collectors.joining(", "))
              + " has no emulated core");
    }
    if (inputs.isEmpty()) {
      throw new CompileException(Fault.MISSING_OPTION, "verify", "--inputs or --random above 0");
    }
    GeneratedModel generated = folder.generated();
    generated.checkComplete();
    VerificationResult result = new Verifier(generated).verify(inputs, implementations);
    Report report =
        folder
            .report()
            .withVerification(
                new Report.VerificationEntry(
                    result.inputs(), result.tensors(), result.mismatches(), result.where()));
    if (places.contains(Place.QEMU)) {
      ImageSize size = new ImageMeter().measure(folder.generated(), folder.target());
      report = MeasuredImage.entered(report, size);
    }
    folder.write(report);
    return result;
  }

  /**
   * The targets of those names; {@code all} stands for every built-in target with an emulated core.
   * The folder's own target, as it lies there, is the one to be run for its name and stands first.
   *
   * @param names none for the folder's target
   * @throws CompileException if there is no such target
   */
  public static List<Target> targets(GeneratedFolder folder, List<String> names) {
    if (names.isEmpty()) {
      return List.of(folder.target());
    }
    Set<String> wanted = new LinkedHashSet<>();
    for (String name : names) {
      wanted.addAll(name.equals(ALL) ? Targets.names() : List.of(name));
    }
    String own = folder.target().name();
    List<Target> targets = new ArrayList<>();
    if (wanted.remove(own)) {
      targets.add(folder.target());
    }
    wanted.forEach(name -> targets.add(Targets.load(name)));
    return targets;
  }

  /**
   * What the targets' own memories, not the emulated ones, are too small for: one line for each
   * such target. Code is counted as far as it was measured.
   */
  public static List<String> tooSmall(GeneratedFolder folder, List<Target> targets) {
    Report report = folder.report();
    Long code = report.flash().code();
    long flash = report.flash().weights() + (code == null ? 0 : code);
    List<String> lines = new ArrayList<>();
    for (Target target : targets) {
      addIfShort(lines, target, "flash", flash, target.flash());
      addIfShort(lines, target, "RAM", report.ram().arena(), target.ram());
    }
    return lines;
  }

  private static void addIfShort(
      List<String> lines, Target target, String memory, long need, MemorySize has) {
    if (need > has.bytes()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%s: the part does not hold it: needs %d bytes of %s, has %d",
              target.name(),
              need,
              memory,
              has.bytes()));
    }
  }
}
