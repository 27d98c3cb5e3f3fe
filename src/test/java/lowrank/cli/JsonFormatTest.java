package lowrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code --format json}: nothing but one JSON document on standard output. */
class JsonFormatTest {
  @TempDir private Path folder;

  private static JsonNode json(String command, Object... more) throws IOException {
    List<String> words = new ArrayList<>(List.of(CliRunner.words(command, more)));
    words.addAll(List.of("--format", "json"));
    CliRunner.Result result = CliRunner.run(words.toArray(String[]::new)).succeeded();
    return JsonMapper.builder()
        .enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build()
        .readTree(result.out());
  }

  /** Commands whose result is a folder, a file or a run of other commands print no tables. */
  @Test
  void everyCommandThatPrintsTablesHasTheOption() {
    Map<String, CommandLine> commands = Main.commandLine().getSubcommands();
    commands.forEach(
        (name, command) ->
            assertThat(command.getCommandSpec().findOption("--format") != null)
                .as(name)
                .isEqualTo(
                    !Set.of("demo", "run", "report", "cmake", "completion", "man").contains(name)));
  }

  @Test
  void inspect() throws IOException {
    JsonNode json = json("inspect bundled:lenet_mnist.onnx");
    assertThat(json.at("/multiplies").asLong()).isEqualTo(281640);
    assertThat(json.at("/quantised").booleanValue()).isFalse();
    assertThat(json.at("/layers/0/name").asText()).isEqualTo("conv1");
    assertThat(json.at("/layers/0/rankLimits").size()).isPositive();
  }

  @Test
  void compressAndBuild() throws IOException {
    JsonNode json = json("compress " + Samples.CALIBRATED + " -o", folder.resolve("q.onnx"));
    assertThat(json.at("/layers/0/multipliesOriginal").asLong()).isEqualTo(86400);
    assertThat(json.at("/output").asText()).endsWith("q.onnx");
    JsonNode built = json("build --target host -o", folder.resolve("f"), folder.resolve("q.onnx"));
    assertThat(built.at("/layers")).isEmpty();
    assertThat(built.at("/output").asText()).endsWith("f");
  }

  @Test
  void evaluate() throws IOException {
    JsonNode json =
        json(
            "evaluate --inputs bundled:test_x.npy --labels bundled:test_y.npy",
            Samples.quantized());
    assertThat(json.at("/accuracy").asDouble()).isGreaterThan(90);
    assertThat(json.at("/fixed").booleanValue()).isTrue();
  }

  @Test
  void verify() throws IOException {
    JsonNode json = json("verify --random 1", Samples.copyOfGenerated(folder));
    assertThat(json.at("/passed").booleanValue()).isTrue();
    assertThat(json.at("/mismatches").asLong(-1)).isZero();
    assertThat(json.at("/where/0").asText()).isEqualTo("java");
  }

  @Test
  void targets() throws IOException {
    JsonNode json = json("targets");
    assertThat(json.findValuesAsText("target")).contains("cortex-m4", "host");
    assertThat(json.get(0).at("/flash").asLong()).isPositive();
  }
}
