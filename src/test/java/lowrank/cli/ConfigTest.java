package lowrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lowrank.pipeline.BundledFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** lowrank.yaml: what may stand in it, what goes before it, and that it builds the same again. */
class ConfigTest {
  private static final Path SCHEMA = Path.of("src/docs/lowrank.schema.json");
  private static final Path PAGE = Path.of("src/docs/CONFIGURATION.md");
  private static final String START = "<!-- keys -->\n";
  private static final String END = "<!-- end of keys -->\n";
  private static final boolean UPDATE = Boolean.getBoolean("samples.update");

  @TempDir private Path folder;

  private Path config(String text) throws IOException {
    Path file = folder.resolve("lowrank.yaml");
    Files.writeString(file, text);
    return file;
  }

  /** The bundled model and data as files, and a configuration that quantises them. */
  private static Path project(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("data"));
    try (BundledFiles bundled = new BundledFiles()) {
      Files.copy(bundled.resolve("bundled:lenet_mnist.onnx"), folder.resolve("net.onnx"));
      Files.copy(bundled.resolve("bundled:calibration_x.npy"), folder.resolve("data/x.npy"));
    }
    names(folder);
    Path file = folder.resolve("lowrank.yaml");
    Files.writeString(
        file,
        """
        model: net.onnx
        target: cortex-m4
        output: firmware
        calibration: data/x.npy
        classes: names.txt
        samples: 40
        scale: 1/255
        mean: 0.1307
        std: [0.3081]
        ranks: {conv2: 9, fc1: 20}
        method: auto
        layers: [conv2, fc1]
        no-refit: true
        data-free: true
        """
            .replace("conv2: 9", "conv2: [4, 9]"));
    return file;
  }

  /** Names of the ten digits, not as the folder will hold them: with other ends of lines. */
  private static Path names(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("names.txt"),
        "zero one two three four five six seven eight n\u00ed\u00f1e ".replace(" ", " \r\n"));
  }

  @Test
  void theSameFileGivesTheSameBytesInAnotherFolderAndFromTheFolderItself() throws IOException {
    Path one = folder.resolve("one");
    Path two = folder.resolve("a/deeper/two");
    CliRunner.run("build --config", project(one)).succeeded();
    CliRunner.run("build --config", project(two)).succeeded();
    Map<String, String> first = Refusals.content(one.resolve("firmware"));
    assertThat(first).containsKeys("lowrank.yaml", "report.json", "report.html", "net.c");
    assertThat(Refusals.content(two.resolve("firmware"))).isEqualTo(first);
    Path written = one.resolve("firmware/lowrank.yaml");
    Files.delete(one.resolve("names.txt"));
    CliRunner.run("build --config " + written + " -o", one.resolve("again")).succeeded();
    assertThat(Refusals.content(one.resolve("again"))).isEqualTo(first);
    CliRunner.run("build --force --config", written).succeeded();
    assertThat(Refusals.content(one.resolve("firmware"))).isEqualTo(first);
    Path far = folder.resolve("far/away/again");
    CliRunner.run("build --config " + written + " -o", far).succeeded();
    Map<String, String> again = Refusals.content(far);
    assertThat(again.remove("lowrank.yaml")).isNotEqualTo(first.get("lowrank.yaml"));
    first.remove("lowrank.yaml");
    assertThat(again).isEqualTo(first);
  }

  @Test
  void theReportHoldsWhatTheToolWasTold() throws IOException {
    Path file = project(folder);
    CliRunner.run("build --samples 30 --no-refit=false --config", file).succeeded();
    JsonNode build = json(Files.readString(folder.resolve("firmware/report.json"))).at("/build");
    assertThat(build.at("/options/model").asText()).isEqualTo("net.onnx");
    assertThat(build.at("/options/calibration").asText()).isEqualTo("x.npy");
    assertThat(build.at("/options/samples").asText()).isEqualTo("30");
    assertThat(build.at("/options/ranks").asText()).isEqualTo("conv2=4,9,fc1=20");
    assertThat(build.at("/options/energy").asText()).isEqualTo("0.97");
    assertThat(build.at("/options").has("no-refit")).isFalse();
    assertThat(build.at("/files")).hasSize(2);
    assertThat(build.at("/files/0/sha256").asText())
        .isEqualTo(
            json(Files.readString(folder.resolve("firmware/report.json"))).at("/sha256").asText());
    assertThat(Files.readString(folder.resolve("firmware/lowrank.yaml")))
        .contains("model: \"../net.onnx\"\n", "calibration: \"../data/x.npy\"\n", "output: .\n")
        .doesNotContain(folder.toString());
  }

  @Test
  void bundledNamesStay() throws IOException {
    Path output = folder.resolve("firmware");
    CliRunner.run("build " + Samples.CALIBRATED + " --target host -o", output).succeeded();
    String written = Files.readString(output.resolve("lowrank.yaml"));
    assertThat(written).contains("model: \"bundled:lenet_mnist.onnx\"\n");
    Path again = folder.resolve("again");
    CliRunner.run("build --config " + output.resolve("lowrank.yaml") + " -o", again).succeeded();
    assertThat(Refusals.content(again)).isEqualTo(Refusals.content(output));
  }

  @Test
  void aQuantisedModelBuildsAgainFromItsFolderAlone() throws IOException {
    Path target = folder.resolve("board.yaml");
    Files.copy(Path.of("targets/cortex-m3.yaml"), target);
    Path output = folder.resolve("firmware");
    CliRunner.run(
            "generate --optimize size --fuse always --license MIT --classes "
                + names(folder)
                + " --target "
                + target
                + " -o",
            output,
            Samples.quantized())
        .succeeded();
    Files.delete(target);
    Files.delete(folder.resolve("names.txt"));
    output = Files.move(output, folder.resolve("moved"));
    Path again = folder.resolve("elsewhere/again");
    CliRunner.run("build --config " + output.resolve("lowrank.yaml") + " -o", again).succeeded();
    assertThat(Refusals.content(again)).isEqualTo(Refusals.content(output));
    Path once = folder.resolve("once");
    CliRunner.run("generate --config " + output.resolve("lowrank.yaml") + " -o", once).succeeded();
    assertThat(Refusals.content(once)).isEqualTo(Refusals.content(output));
  }

  @Test
  void compressTakesItsKeysAndItsOwnOutput() throws IOException {
    Path file = project(folder);
    Path seam = folder.resolve("net_q.onnx");
    CliRunner.run("compress --config " + file + " -o", seam).succeeded();
    assertThat(seam).isNotEmptyFile();
    assertThat(CliRunner.run("compress --config", file).err()).contains("--output");
  }

  @ParameterizedTest
  @CsvSource({
    "max-flahs: 64K, there is no key max-flahs; the nearest is max-flash",
    "Model: x, the nearest is model",
    "config: x, there is no key config",
    "help: true, there is no key help",
    "[a], no mapping",
    "'', no mapping",
    "model, no mapping",
    "'samples: ', no plain value",
    "'samples: {a: {b: c}}', no plain value",
    "'layers: []', no value",
    "no-refit: 1, neither true nor false",
    "'samples: 1\nsamples: 2', line 2",
    "'samples: [1', line",
    "'a: &x [1]\nb: *x', there is no key a"
  })
  void badFiles(String text, String part) throws IOException {
    Path file = config(text);
    Refusals.refused(folder, CliRunner.words("build --config", file), part, file.toString());
  }

  @Test
  void aFileThatIsNotThere() {
    Path file = folder.resolve("none.yaml");
    Refusals.refused(folder, CliRunner.words("build --config", file), "no such file");
  }

  /** The message is about the option; the file that it stands in is named. */
  @ParameterizedTest
  @ValueSource(strings = {"samples: x", "energy: 2", "max-flash: 1Q", "target: none"})
  void badValuesNameTheFile(String line) throws IOException {
    Path file = project(folder);
    String key = line.replaceFirst(":.*", "");
    String kept =
        String.join(
            "\n",
            Files.readAllLines(file).stream()
                .filter(old -> !old.startsWith(key + ":") && !old.startsWith("ranks"))
                .toList());
    Files.writeString(file, kept + "\n" + line + "\n");
    CliRunner.Result result = CliRunner.run("build --config", file);
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err().lines()).hasSize(1);
    if (!key.equals("target")) {
      assertThat(result.err()).contains("--" + key, "stands in " + file);
    }
  }

  /** `lowrank build` alone reads lowrank.yaml where it is started, and only then. */
  @Test
  void theUsualFileIsFound() throws IOException, InterruptedException {
    config("max-flahs: 1\n");
    assertThat(started("build")).contains("no key max-flahs");
    assertThat(started("build", "-o", "x")).contains("no key max-flahs");
    assertThat(started("build", "none.onnx")).contains("--target");
    assertThat(started("generate")).doesNotContain("max-flahs");
    assertThat(started("build", "--help")).isEmpty();
  }

  private String started(String... arguments) throws IOException, InterruptedException {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "lowrank.cli.Main"));
    words.addAll(List.of(arguments));
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectError(err.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.waitFor();
    return Files.readString(err);
  }

  @Test
  void schemaAndPageFollowTheOptions() throws IOException {
    String page = Files.readString(PAGE);
    int start = page.indexOf(START) + START.length();
    String fresh = page.substring(0, start) + ConfigSchema.table() + END;
    if (UPDATE) {
      Files.writeString(SCHEMA, ConfigSchema.json());
      Files.writeString(PAGE, fresh);
    }
    String hint = "if wanted: mvn test -Dtest=ConfigTest -Dsamples.update=true";
    assertThat(SCHEMA).as(hint).hasContent(ConfigSchema.json());
    assertThat(PAGE).as(hint).hasContent(fresh);
    JsonNode keys = json(ConfigSchema.json()).at("/properties");
    assertThat(ConfigKeys.all()).allSatisfy((key, option) -> assertThat(keys.has(key)).isTrue());
    assertThat(keys.has("max-flash") && keys.has("int16") && keys.has("name")).isTrue();
  }

  private static JsonNode json(String text) throws IOException {
    return JsonMapper.builder().build().readTree(text);
  }
}
