package lowrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lowrank.oracle.TfliteModelBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.lite.schema.BuiltinOperator;

/** The doctor's report, its exit status and its refusals. */
class DoctorCommandTest {
  private static final String BUNDLED = "src/samples/bundled/";
  private static final String MODEL = BUNDLED + "lenet_mnist.onnx";

  @TempDir private Path folder;
  private String out;
  private String err;

  private int doctor(String... arguments) {
    List<String> all = new ArrayList<>(List.of("doctor"));
    all.addAll(List.of(arguments));
    StringWriter output = new StringWriter();
    StringWriter errors = new StringWriter();
    int status =
        Main.run(new PrintWriter(output), new PrintWriter(errors), all.toArray(String[]::new));
    out = output.toString();
    err = errors.toString();
    return status;
  }

  private JsonNode json() throws IOException {
    return JsonMapper.builder().build().readTree(out);
  }

  private void refused(String expected, String... arguments) {
    assertThat(doctor(arguments)).isEqualTo(Main.BAD_INPUT);
    assertThat(out).isEmpty();
    assertThat(err.strip()).startsWith("lowrank: ").contains(expected, ";").doesNotContain("\n");
  }

  @Test
  void bundledModelIsHealthy() throws IOException {
    int status =
        doctor(
            MODEL,
            "--target",
            "cortex-m4",
            "--calibration",
            BUNDLED + "calibration_x.npy",
            "--samples=8",
            "--scale=1/255",
            "--mean=0.1307",
            "--std=0.3081",
            "--format=json");
    assertThat(err).isEmpty();
    assertThat(status).isEqualTo(Main.DONE);
    JsonNode report = json();
    assertThat(report.get("complete").asBoolean()).isTrue();
    assertThat(report.get("operators")).hasSize(12);
    assertThat(report.get("outputDecibels").asDouble()).isGreaterThan(30);
    for (JsonNode layer : report.get("layers")) {
      assertThat(layer.get("signal").get("snrDecibels").asDouble()).isGreaterThan(30);
      if (!layer.get("weights").isNull()) {
        assertThat(layer.get("headroomBits").asDouble()).isPositive();
      }
    }
  }

  @Test
  void weakLayersOfADecomposedModelGetMeasuredRepairs() throws IOException {
    doctor(
        MODEL,
        "--target=host",
        "--calibration=" + BUNDLED + "calibration_x.npy",
        "--samples=8",
        "--scale=1/255",
        "--method=auto",
        "--energy=0.8",
        "--weak=250",
        "--format=json");
    assertThat(err).isEmpty();
    List<String> changes = new ArrayList<>();
    for (JsonNode layer : json().get("layers")) {
      layer.get("measured").forEach(repair -> changes.add(repair.get("change").asText()));
      assertThat(layer.get("advice").asText()).isNotEmpty();
    }
    assertThat(changes)
        .contains("--correct weights")
        .anyMatch(change -> change.matches("leave .* undecomposed"))
        .anyMatch(change -> change.matches("--range-at .*=percentile"));
  }

  @Test
  void allUnsupportedOperatorsAreListedAndTheRestExamined() throws IOException {
    TfliteModelBuilder model = new TfliteModelBuilder();
    int input = model.activation("x", 1, 4);
    int weights = model.floats("w", new float[] {1, 2, 3, 90, 0, 0, 0, 0}, 2, 4);
    int bias = model.floats("b", new float[2], 2);
    int dense = model.activation("dense", 1, 2);
    int exp = model.activation("exp", 1, 2);
    int sin = model.activation("sin", 1, 2);
    model.operator(
        BuiltinOperator.FULLY_CONNECTED,
        1,
        new int[] {input, weights, bias},
        dense,
        org.tensorflow.lite.schema.BuiltinOptions.FullyConnectedOptions,
        new org.tensorflow.lite.schema.FullyConnectedOptionsT());
    model.operator(BuiltinOperator.EXP, 1, new int[] {dense}, exp, (byte) 0, null);
    model.operator(BuiltinOperator.SIN, 1, new int[] {exp}, sin, (byte) 0, null);
    Path file = folder.resolve("odd.tflite");
    Files.write(file, model.build(input, sin));
    assertThat(doctor(file.toString(), "--target=host")).isEqualTo(Main.FAILED);
    assertThat(err).isEmpty();
    assertThat(out)
        .contains("obstacle: EXP (node 1): unsupported", "obstacle: SIN (node 2): unsupported")
        .contains("4->2")
        .contains("30.0 in channel 0");
  }

  @Test
  void aModelBeyondTheTargetIsAnObstacle() throws IOException {
    String tiny =
        Files.readString(Path.of("targets/cortex-m0.yaml"))
            .replaceAll("(?m)^flash: .*", "flash: 4K");
    Path target = folder.resolve("tiny.yaml");
    Files.writeString(target, tiny);
    assertThat(doctor(MODEL, "--target", target.toString())).isEqualTo(Main.FAILED);
    assertThat(out).contains("does not fit on", "obstacle: the model needs more memory");
  }

  @Test
  void badInputIsOneLine() throws IOException {
    Path broken = folder.resolve("broken.onnx");
    Files.write(broken, new byte[] {1, 2, 3});
    refused("broken.onnx", broken.toString(), "--target=host");
    refused("cannot be read", folder.resolve("none.onnx").toString(), "--target=host");
    refused("no-such", MODEL, "--target=no-such");
    refused("--target", MODEL);
    refused("--samples", MODEL, "--target=host", "--samples=0");
    refused("--energy", MODEL, "--target=host", "--energy=2");
    refused("--calibration", MODEL, "--target=host", "--method=svd");
    refused("--range", MODEL, "--target=host", "--range=widest");
    refused(
        "do not fit",
        "src/samples/article/article_cifar10.onnx",
        "--target=host",
        "--calibration=" + BUNDLED + "calibration_x.npy");
  }

  @Test
  void aRangeForALayerThatDoesNotExistIsRefused() {
    StringWriter errors = new StringWriter();
    int status =
        Main.run(
            new PrintWriter(new StringWriter()),
            new PrintWriter(errors),
            "compress",
            MODEL,
            "--calibration=" + BUNDLED + "calibration_x.npy",
            "--samples=4",
            "--method=none",
            "--range-at=conv9=minmax",
            "-o",
            folder.resolve("out.onnx").toString());
    assertThat(status).isEqualTo(Main.BAD_INPUT);
    assertThat(errors.toString()).contains("--range-at", "conv9", "conv1");
  }
}
