package lowrank.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.program.FixedNetwork;
import lowrank.report.Report;
import lowrank.tensor.ElementType;
import lowrank.verify.GeneratedModel;
import lowrank.verify.ImageMeter;
import lowrank.verify.ImageSize;
import lowrank.verify.Implementation;
import lowrank.verify.VerificationResult;
import lowrank.verify.Verifier;

/** Verifies a generated folder and enters the outcome in its report. */
public final class FolderVerification {
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
    if (places.contains(Place.QEMU) && folder.target().emulated().isEmpty()) {
      throw new CompileException(
          Fault.BAD_OPTION,
          "--on",
          "qemu",
          "host: target " + folder.target().name() + " has no emulated core");
    }
    List<Implementation> implementations = new ArrayList<>();
    if (places.contains(Place.HOST)) {
      implementations.addAll(Verifier.onHost());
    }
    if (places.contains(Place.QEMU)) {
      implementations.addAll(Verifier.onEmulator(folder.target()));
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
      report = report.withImage(size.codeBytes(), size.stackBytes());
    }
    folder.write(report);
    return result;
  }
}
