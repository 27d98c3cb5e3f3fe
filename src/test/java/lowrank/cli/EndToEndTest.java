package lowrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From the bundled model to verified firmware. GCC and a JDK must be installed. */
class EndToEndTest {
  @TempDir private Path folder;

  @Test
  void demoEndsBitExact() throws IOException {
    Path output = folder.resolve("it's a demo");
    CliRunner.Result result = CliRunner.run("demo -o", output).succeeded();
    assertThat(result.out())
        .contains("$ ", " build bundled:lenet_mnist.onnx \\\n", "--method spatial --ranks energy")
        .contains("'" + output.toString().replace("'", "'\\''") + "'\n")
        .contains("multiplies", "98.80 % float", "\nbit-exact: 68 inputs");
    JsonNode report = report(output);
    assertThat(report.at("/accuracy/fixed").asDouble())
        .isGreaterThanOrEqualTo(report.at("/accuracy/float").asDouble() - 1.5);
    assertThat(report.at("/verification/mismatches").asInt(-1)).isZero();
    assertThat(report.at("/verification/inputs").asInt()).isEqualTo(68);
    assertThat(report.at("/flash/weights").asInt()).isLessThan(46314 * 6 / 10);
    assertThat(folder.toFile().list()).containsExactly("it's a demo");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "auto",
        "none",
        "svd",
        "tucker2",
        "tucker1-in",
        "tucker1-out",
        "spatial",
        "cp",
        "cp3"
      })
  void everyMethod(String method) {
    Path seam = folder.resolve("out.onnx");
    String command = "compress " + Samples.CALIBRATED + " --energy 0.8 --method " + method;
    CliRunner.Result result = CliRunner.run(command + " -o", seam).succeeded();
    assertThat(result.out()).contains("written to " + seam);
    String expected = method.equals("auto") ? "tucker2" : method;
    assertThat(result.lines()).anyMatch(line -> line.matches("(conv2|fc1) .* " + expected + " .*"));
    assertEqualCounts(seam);
  }

  @ParameterizedTest
  @CsvSource({"energy", "evbmf", "naive", "binary-search", "'conv2=4,9,fc1=20'"})
  void everyStrategy(String ranks) {
    Path seam = folder.resolve("out.onnx");
    String command = "compress " + Samples.CALIBRATED + " --delta 0.1 --ranks " + ranks;
    CliRunner.Result result = CliRunner.run(command + " -o", seam).succeeded();
    assertThat(result.lines()).anyMatch(line -> line.startsWith("fc1 "));
    if (ranks.contains("=")) {
      assertThat(result.lines()).anyMatch(line -> line.matches("conv2 .* tucker2 +4,9 .*"));
      assertThat(result.lines()).anyMatch(line -> line.matches("fc1 .* svd +20 .*"));
      assertThat(result.lines()).anyMatch(line -> line.matches("fc2 .* none .*"));
    }
    assertEqualCounts(seam);
  }

  @Test
  void bruteForceOnOneLayerWithLabels() {
    Path seam = folder.resolve("out.onnx");
    CliRunner.Result result =
        CliRunner.run(
                "compress "
                    + Samples.MODEL
                    + " --calibration bundled:calibration_x.npy --labels bundled:calibration_y.npy"
                    + " --samples 100 --data-free --ranks brute-force --layers fc3 --delta 0.1 -o",
                seam)
            .succeeded();
    assertThat(result.lines()).anyMatch(line -> line.matches("fc3 .* svd .*"));
    assertThat(result.lines()).anyMatch(line -> line.matches("fc1 .* none .*"));
  }

  /** Formula and interpreter agree on every layer, and on the sum. */
  private static void assertEqualCounts(Path seam) {
    JsonNode counts = json(CliRunner.run("count --format json", seam).succeeded().out());
    assertThat(counts.at("/counted").asLong()).isEqualTo(counts.at("/multiplies").asLong());
    assertThat(counts.at("/layers")).hasSize(5);
    for (JsonNode layer : counts.at("/layers")) {
      for (JsonNode factor : layer.at("/factors")) {
        assertThat(factor.at("/counted").asLong())
            .isPositive()
            .isEqualTo(factor.at("/multiplies").asLong());
        assertThat(factor.at("/formula").asText()).isNotEmpty();
      }
    }
  }

  @Test
  void theSameCommandGivesTheSameBytes() throws IOException {
    Path again = folder.resolve("small.onnx");
    CliRunner.run("compress " + Samples.CALIBRATED + " -o", again).succeeded();
    assertThat(again).hasSameBinaryContentAs(Samples.quantized());
  }

  @ParameterizedTest
  @ValueSource(strings = {"host", "cortex-m4", "esp32"})
  void buildIsCompressAndGenerate(String target) {
    Path built = folder.resolve("built");
    Path generated = folder.resolve("generated");
    String build = "build " + Samples.CALIBRATED + " --name digits --target " + target + " -o";
    CliRunner.run(build, built).succeeded();
    Path seam = folder.resolve("lenet_mnist.onnx");
    CliRunner.run("compress " + Samples.CALIBRATED + " -o", seam).succeeded();
    CliRunner.run("generate --name digits --target " + target + " -o", generated, seam).succeeded();
    assertThat(firmware(built)).isEqualTo(firmware(generated));
    assertThat(built.resolve("digits.c")).exists();
  }

  /** Code and stack are measured with the target's compiler, and verifying does not change them. */
  @ParameterizedTest
  @CsvSource({
    "cortex-m4, arm-none-eabi-gcc [\\d.]+",
    "cortex-m0, arm-none-eabi-gcc [\\d.]+",
    "esp32, 'xtensa-lx106-elf-gcc [\\d.]+, a stand-in'"
  })
  void codeAndStackArePrintedAndReported(String target, String compiler) throws IOException {
    Path output = folder.resolve("f");
    CliRunner.Result result =
        CliRunner.run("generate --name net --target " + target + " -o", output, Samples.quantized())
            .succeeded();
    String line =
        "code: [\\d,]+ bytes, tables: [\\d,]+, stack: at most \\d+ \\(" + compiler + "\\)";
    assertThat(result.lines()).anyMatch(text -> text.matches(line));
    JsonNode before = report(output);
    assertThat(before.at("/ram/stack").asLong()).isPositive();
    assertThat(result.out()).contains("at most " + before.at("/ram/stack").asLong() + " (");
    assertThat(before.at("/flash/compiler").asText()).startsWith(compiler.split(" ")[0]);
    assertThat(Files.readString(output.resolve("report.html")))
        .contains("stack " + before.at("/ram/stack").asText() + " B");
    CliRunner.run("verify --random 1 --on qemu", output).succeeded();
    assertThat(report(output).at("/ram")).isEqualTo(before.at("/ram"));
    assertThat(report(output).at("/flash")).isEqualTo(before.at("/flash"));
  }

  /** The arena that is counted is the one that the folder has. */
  @ParameterizedTest
  @ValueSource(strings = {"off", "auto", "always"})
  void countPlansAsTheFolderWasMade(String fuse) throws IOException {
    Path output = folder.resolve("f");
    CliRunner.run("generate --target cortex-m3 --fuse " + fuse + " -o", output, Samples.quantized())
        .succeeded();
    JsonNode counts = json(CliRunner.run("count --format json", output).succeeded().out());
    JsonNode report = report(output);
    assertThat(counts.at("/targets/0/arenaBytes").asLong())
        .isPositive()
        .isEqualTo(report.at("/ram/arena").asLong())
        .isEqualTo(report.at("/targets/0/arena_bytes").asLong());
  }

  /** Without a compiler the folder is the same but for those figures. */
  @Test
  void aMissingCompilerIsSaid() throws IOException {
    Path board = folder.resolve("board.yaml");
    String text = Files.readString(Path.of("targets/cortex-m4.yaml"));
    Files.writeString(
        board,
        text.replace("arm-none-eabi-gcc", "no-such-gcc").replace("name: cortex-m4", "name: b"));
    Path output = folder.resolve("f");
    CliRunner.Result result =
        CliRunner.run("generate --target " + board + " -o", output, Samples.quantized())
            .succeeded();
    assertThat(result.out())
        .contains("code and stack not measured: no-such-gcc is not installed; install it");
    assertThat(report(output).at("/ram/stack").isNull()).isTrue();
    assertThat(report(output).at("/flash/compiler").isNull()).isTrue();
    assertThat(Files.readString(output.resolve("report.html"))).contains("stack not measured");
  }

  /** All but what tells how the folder was made. */
  private static Map<String, String> firmware(Path built) {
    Map<String, String> content = Refusals.content(built);
    content.keySet().removeIf(file -> file.matches("report\\..*|lowrank\\.yaml"));
    return content;
  }

  @Test
  void namesOfFilesBecomeIdentifiers() {
    assertThat(GenerationOptions.identifier("double.onnx")).isEqualTo("net_double");
    assertThat(GenerationOptions.identifier("7 Segments.v2.onnx")).isEqualTo("net_7_segments_v2");
    assertThat(GenerationOptions.identifier(".onnx")).matches("net_.*");
    assertThat(GenerationOptions.identifier("a".repeat(200) + ".tflite")).hasSize(60);
  }

  @Test
  void oneChangedWeightIsFoundInItsLayer() throws IOException {
    Path copy = Samples.copyOfGenerated(folder);
    Path weights = copy.resolve("small_weights.c");
    String text = Files.readString(weights);
    int table = text.indexOf("small_conv2_1_weights[");
    int first = text.indexOf('{', table) + 1;
    int end = text.indexOf(',', first);
    long value = Long.decode(text.substring(first, end).strip().replace("u", ""));
    String changed = text.substring(0, first) + (value ^ 60);
    Files.writeString(weights, changed + text.substring(end));
    CliRunner.Result after =
        CliRunner.run("verify --random 2 --samples 2 --inputs bundled:test_x.npy", copy);
    assertThat(after.status()).isEqualTo(1);
    assertThat(after.err()).isEmpty();
    assertThat(after.out()).contains("java: bit-exact").contains("NOT bit-exact: gcc");
    assertThat(after.out()).contains("layer conv2.1,", "expected", "got");
    JsonNode report = report(copy);
    assertThat(report.at("/verification/mismatches").asLong()).isPositive();
    assertThat(report.at("/verification/inputs").asLong()).isEqualTo(4);
  }

  @Test
  void theReportHasTheContractsFields() throws IOException {
    Path copy = Samples.copyOfGenerated(folder);
    JsonNode report = report(copy);
    for (String field :
        List.of(
            "/model",
            "/sha256",
            "/target",
            "/accuracy/float",
            "/accuracy/factorized",
            "/accuracy/fixed",
            "/multiplies/original",
            "/multiplies/generated",
            "/flash/weights",
            "/flash/code",
            "/ram/arena",
            "/ram/stack",
            "/layers/0/name",
            "/layers/0/method",
            "/layers/0/ranks",
            "/layers/0/multiplies_original",
            "/layers/0/multiplies",
            "/layers/0/bytes_original",
            "/layers/0/bytes",
            "/layers/0/output_error",
            "/verification")) {
      assertThat(report.at(field).isMissingNode()).as(field).isFalse();
    }
    assertThat(report.at("/model").asText()).isEqualTo("lenet_mnist.onnx");
    assertThat(report.at("/target").asText()).isEqualTo("cortex-m4");
    assertThat(report.at("/verification").isNull()).isTrue();
    long multiplies = 0;
    for (JsonNode layer : report.at("/layers")) {
      multiplies += layer.at("/multiplies").asLong();
    }
    assertThat(report.at("/multiplies/generated").asLong()).isEqualTo(multiplies);
    CliRunner.Result verified = CliRunner.run("verify --random 1", copy).succeeded();
    assertThat(verified.lines().get(verified.lines().size() - 1)).startsWith("bit-exact: 1 inputs");
    List<String> fields = new ArrayList<>();
    report(copy).at("/verification").fieldNames().forEachRemaining(fields::add);
    assertThat(fields).contains("inputs", "tensors", "mismatches", "where");
    assertThat(report(copy).at("/verification/where").toString()).contains("java", "gcc");
  }

  private static JsonNode report(Path output) throws IOException {
    return json(Files.readString(output.resolve("report.json")));
  }

  private static JsonNode json(String text) {
    try {
      return JsonMapper.builder().build().readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
