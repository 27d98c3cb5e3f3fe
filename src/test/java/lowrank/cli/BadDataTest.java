package lowrank.cli;

import static lowrank.cli.Refusals.refused;

import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import lowrank.data.NpyBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Samples and labels that do not fit. */
class BadDataTest {
  private static final String SHAPE = "(2, 1, 28, 28)";
  private static final int ELEMENTS = 2 * 28 * 28;

  @TempDir private Path folder;

  private Path save(String type, String shape, byte[] elements) {
    return NpyBytes.save(folder, "x.npy", NpyBytes.file(type, shape, elements));
  }

  /** Samples, wherever a command takes some. */
  private void refusedEverywhere(Path samples, String... parts) {
    String[] named = Arrays.copyOf(parts, parts.length + 1);
    named[parts.length] = samples.toString();
    Path out = folder.resolve("out");
    refused(folder, words("compress " + Samples.MODEL, "--calibration", samples, out), named);
    refused(
        folder,
        words("build --target host " + Samples.MODEL, "--calibration", samples, out),
        named);
    refused(
        folder,
        words(
            "compress " + Samples.CALIBRATED + " --holdout-labels bundled:test_y.npy",
            "--holdout",
            samples,
            out),
        named);
    refused(
        folder,
        CliRunner.words(
            "evaluate " + Samples.MODEL + " --labels bundled:test_y.npy --inputs", samples),
        named);
    refused(folder, words("run " + Samples.quantized(), "--inputs", samples, out), named);
    refused(folder, CliRunner.words("verify --inputs", samples, Samples.generated()), named);
  }

  private static String[] words(String line, String option, Path samples, Path out) {
    return CliRunner.words(line + " " + option, samples, "-o", out);
  }

  @Test
  void otherFiles() {
    refusedEverywhere(folder.resolve("missing.npy"), "no such file");
    refusedEverywhere(folder, "folder");
    refusedEverywhere(NpyBytes.save(folder, "e.npy", new byte[0]), "not a readable");
    refusedEverywhere(NpyBytes.save(folder, "n.npy", new byte[500]), "not a readable");
  }

  @Test
  void otherShapes() {
    for (String shape : new String[] {"(2, 1, 28, 27)", "(2, 3, 28, 28)", "(2, 784)", "(1568,)"}) {
      refusedEverywhere(save("|u1", shape, new byte[3 * ELEMENTS]), "28x28");
    }
  }

  @Test
  void otherTypes() {
    refusedEverywhere(save("<f2", SHAPE, new byte[2 * ELEMENTS]), "float16", "float32");
    refusedEverywhere(save("|O", SHAPE, new byte[8 * ELEMENTS]), "object", "float32");
    refusedEverywhere(save("|b1", SHAPE, new byte[ELEMENTS]), "bool", "uint8");
    refusedEverywhere(save("<U4", SHAPE, new byte[16 * ELEMENTS]), "U4", "uint8");
    refusedEverywhere(save("|S4", SHAPE, new byte[4 * ELEMENTS]), "S4", "uint8");
    refusedEverywhere(save("<c8", SHAPE, new byte[8 * ELEMENTS]), "c8", "float32");
  }

  @Test
  void truncatedFortranAndEmpty() {
    refusedEverywhere(save("|u1", SHAPE, new byte[ELEMENTS - 1]), "cut short");
    byte[] header = Arrays.copyOf(NpyBytes.file("|u1", SHAPE, new byte[0]), 40);
    refusedEverywhere(NpyBytes.save(folder, "header.npy", header), "header");
    byte[] fortran = NpyBytes.file(1, "|u1", true, SHAPE, new byte[ELEMENTS]);
    refusedEverywhere(NpyBytes.save(folder, "fortran.npy", fortran), "Fortran order");
    refusedEverywhere(save("|u1", "(0, 1, 28, 28)", new byte[0]), "no samples");
    refusedEverywhere(save("|u1", "()", new byte[1]), "no samples");
    refusedEverywhere(save("|u1", "(2, 1, 28, -28)", new byte[ELEMENTS]), "header");
    refusedEverywhere(save("|u1", "(99999999999, 1, 28, 28)", new byte[ELEMENTS]), "shape");
  }

  @Test
  void valuesThatAreNotFinite() {
    for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      float[] values = new float[ELEMENTS];
      values[ELEMENTS - 1] = value;
      byte[] bytes = NpyBytes.floats(ByteOrder.LITTLE_ENDIAN, values);
      refusedEverywhere(save("<f4", SHAPE, bytes), "sample 1", "NaN or infinity");
    }
  }

  @Test
  void labels() {
    Path few = labels(1, 2, 3);
    refusedLabels(few, "3 labels for 300 samples", "3 labels for 500 samples");
    int[] classes = new int[500];
    classes[7] = 10;
    refusedLabels(labels(classes), "500 labels for 300", "label 10 is not one of the model's 10");
    classes[7] = -1;
    refusedLabels(labels(classes), "500 labels for 300", "label -1");
    byte[] reals = NpyBytes.floats(ByteOrder.LITTLE_ENDIAN, new float[500]);
    refusedLabels(save("<f4", "(500,)", reals), "float32", "float32");
    refusedLabels(folder.resolve("missing.npy"), "no such file", "no such file");
  }

  private Path labels(int... classes) {
    long[] values = Arrays.stream(classes).asLongStream().toArray();
    byte[] bytes = NpyBytes.longs(ByteOrder.LITTLE_ENDIAN, 8, values);
    return NpyBytes.save(folder, "y.npy", NpyBytes.file("<i8", "(" + values.length + ",)", bytes));
  }

  /** Labels of the 300 calibration samples and of the 500 test samples. */
  private void refusedLabels(Path labels, String calibration, String test) {
    Path out = folder.resolve("out.onnx");
    refused(
        folder,
        words("compress " + Samples.CALIBRATED, "--labels", labels, out),
        labels.toString(),
        calibration);
    String holdout = " --holdout bundled:test_x.npy";
    refused(
        folder,
        words("compress " + Samples.CALIBRATED + holdout, "--holdout-labels", labels, out),
        labels.toString(),
        test);
    String evaluate = "evaluate " + Samples.MODEL + " --inputs bundled:test_x.npy --labels";
    refused(folder, CliRunner.words(evaluate, labels), labels.toString(), test);
  }

  @Test
  void labelsWithoutSamples() {
    String compress = "compress -o " + folder.resolve("out.onnx") + " ";
    refused(folder, CliRunner.words(compress + Samples.MODEL), "--calibration X.npy");
    refused(
        folder,
        CliRunner.words(compress + Samples.MODEL + " --labels bundled:calibration_y.npy"),
        "--labels needs the samples");
    refused(
        folder,
        CliRunner.words(compress + Samples.CALIBRATED + " --holdout-labels bundled:test_y.npy"),
        "--holdout-labels needs the samples");
  }
}
