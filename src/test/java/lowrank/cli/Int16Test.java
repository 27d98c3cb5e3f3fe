package lowrank.cli;

import static lowrank.cli.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import lowrank.data.NpyWriter;
import lowrank.data.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers with 16-bit outputs, named or searched for, from the command line. */
class Int16Test {
  private static final String LABELLED =
      "compress "
          + lowrank.cli.Samples.CALIBRATED
          + " --labels bundled:calibration_y.npy --method none ";

  @TempDir private Path folder;

  @Test
  void namedLayersReachTheFirmware() {
    Path output = folder.resolve("out");
    CliRunner.Result built =
        CliRunner.run(
                "build "
                    + lowrank.cli.Samples.CALIBRATED
                    + " --method none --int16 conv1,fc1 --target host --name wide -o",
                output)
            .succeeded();
    assertThat(built.lines())
        .anyMatch(line -> line.matches("16-bit outputs: conv1, .*fc1.*"))
        .noneMatch(line -> line.contains("all in int8"));
    assertThat(output.resolve("wide.c")).content().contains("int16_t");
    CliRunner.Result verified = CliRunner.run("verify --random 2", output).succeeded();
    assertThat(verified.out()).contains("\nbit-exact: 2 inputs");
  }

  @Test
  void nothingIsRaisedWhereInt8KeepsTheDrop() {
    CliRunner.Result result =
        CliRunner.run(LABELLED + "--int16 auto --int16-drop 50 -o", folder.resolve("out.onnx"))
            .succeeded();
    assertThat(result.lines())
        .contains("16-bit outputs: none")
        .anyMatch(
            line ->
                line.matches(
                    "accuracy on the calibration data: [0-9.]+ % float, ([0-9.]+) % all in int8,"
                        + " \\1 % so"));
  }

  @Test
  void withoutLabelsAgreementIsMeasured() {
    CliRunner.Result result =
        CliRunner.run(
                "compress " + lowrank.cli.Samples.CALIBRATED + " --method none --int16 auto -o",
                folder.resolve("out.onnx"))
            .succeeded();
    assertThat(result.lines())
        .anyMatch(
            line ->
                line.matches(
                    "agreement with the original on the calibration data: 100.00 % float, .*"
                        + " all in int8, .*"));
  }

  /** One huge pixel leaves the other pixels no steps of the 8-bit input. */
  @Test
  void dropsThatCannotBeKeptAreRefused() {
    Samples images = Samples.read(Path.of("src/samples/bundled/calibration_x.npy")).first(20);
    int size = images.shape().elements();
    float[] values = new float[images.count() * size];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) images.at(i / size, i % size);
    }
    values[0] = 1e6f;
    Path spoiled = folder.resolve("spoiled.npy");
    NpyWriter.write(spoiled, values, images.count(), 1, 28, 28);
    refused(
        folder,
        CliRunner.words(
            "compress "
                + lowrank.cli.Samples.MODEL
                + " --method none --range minmax --int16 auto --int16-drop 2.5 --calibration",
            spoiled,
            "-o",
            folder.resolve("out.onnx")),
        "option --int16-drop: 2.5 is not kept (100.00 % in float, ",
        "allow a larger drop");
  }
}
