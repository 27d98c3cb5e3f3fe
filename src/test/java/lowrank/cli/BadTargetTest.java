package lowrank.cli;

import static lowrank.cli.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lowrank.target.Targets;
import lowrank.verify.FeatureProbe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Descriptors that are wrong in themselves, and parts that are too small. */
class BadTargetTest {
  private static final String MODEL = "src/test/resources/samples/lenet_mnist/lenet_mnist.onnx";

  @TempDir private Path folder;

  private Path board(String name, String from, String to) throws IOException {
    String valid = Files.readString(Path.of("targets/" + name + ".yaml"));
    String text = valid.replaceAll(from, to);
    assertThat(text).isNotEqualTo(valid);
    return Files.writeString(folder.resolve("board.yaml"), text);
  }

  private String[] generate(Path board) {
    return CliRunner.words("generate", MODEL, "--target", board, "-o", folder.resolve("out"));
  }

  @ParameterizedTest
  @CsvSource({
    "cortex-m4, -mcpu=cortex-m4, -mcpu=cortex-m3, feature dsp is not enabled by",
    "cortex-m55, -mcpu=cortex-m55, -mcpu=cortex-m4, feature mve is not enabled by",
    "cortex-m4, features: .dsp, features: [mve, feature mve is not enabled by",
    "cortex-m0, features: .], features: [hardware-divide], does not define __ARM_FEATURE_IDIV",
    "esp32-c3, features: ., 'features: [dsp, ', feature dsp is not enabled by",
    "host, features: ., 'features: [mve, ', feature mve is not enabled by `gcc`",
    "cortex-m4, -mcpu=cortex-m4, -mcpu=cortex-m99, compiler.flags are refused"
  })
  void featuresThatTheFlagsDoNotEnable(String name, String from, String to, String message)
      throws IOException {
    Path board = board(name, from, to);
    if (to.equals("-mcpu=cortex-m3")) {
      String text = Files.readString(board);
      Files.writeString(board, text.replace(", -mfloat-abi=hard, -mfpu=fpv4-sp-d16", ""));
    }
    refused(folder, generate(board), board.toString(), message);
  }

  @ParameterizedTest
  @MethodSource("lowrank.target.Targets#names")
  void builtInFeaturesAreEnabled(String name) {
    FeatureProbe.check(name, Targets.load(name));
  }

  /** Every key without its value, nested ones and elements of lists too, is told by name. */
  @ParameterizedTest
  @ValueSource(strings = {"null", "~", "", "[null]", "{a: null}"})
  void keysWithoutValues(String nothing) throws IOException {
    List<String> lines =
        Files.readAllLines(Path.of("targets/cortex-m4.yaml")).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .toList();
    int keys = 0;
    for (int i = 0; i < lines.size(); i++) {
      Matcher key = Pattern.compile("( *)([a-z-]+): *[^ ].*").matcher(lines.get(i));
      if (key.matches()) {
        List<String> changed = new ArrayList<>(lines);
        changed.set(i, key.group(1) + key.group(2) + ": " + nothing);
        Path board = Files.write(folder.resolve("board.yaml"), changed);
        refused(folder, generate(board), board.toString(), key.group(2));
        keys++;
      }
    }
    assertThat(keys).isGreaterThan(12);
  }

  @ParameterizedTest
  @ValueSource(strings = {"banks: {dtcm: , sram: 64K}", "banks: {dtcm: null}"})
  void banksWithoutSizes(String banks) throws IOException {
    Path board = board("cortex-m4", "(?m)^ram: ", banks + "\nram: ");
    refused(folder, generate(board), board.toString(), "banks");
  }

  @Test
  void unknownKeysAndMissingFiles() throws IOException {
    Path board = board("cortex-m4", "simd-channels", "simd-chanels: 2\nsimd-channels");
    refused(folder, generate(board), board.toString(), "simd-chanels is unknown");
    Path missing = folder.resolve("none.yaml");
    refused(folder, generate(missing), missing.toString(), "no such file");
  }

  @Test
  void aModelThatDoesNotFitIsRefusedWithWhatWouldDo() throws IOException {
    Path board = board("cortex-m4", "(?m)^ram:.*$", "ram: 1000");
    CliRunner.Result result = CliRunner.run(generate(board));
    assertThat(result.status()).isEqualTo(Main.FAILED);
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.err())
        .contains("bytes of RAM", "more than 1000", "choose a target with ram:");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void aBankThatIsTooSmallIsRefusedAndAnotherPlaceHelps() throws IOException {
    Path board = board("cortex-m4", "(?m)^ram:.*$", "ram: 65K\nbanks: {dtcm: 1K, sram: 64K}");
    String[] words = generate(board);
    assertThat(CliRunner.run(words).status()).isEqualTo(Main.DONE);
    String header = Files.readString(folder.resolve("out/lenet_mnist.h"));
    assertThat(header).contains("_BANK_DTCM_BYTES", "_BANK_SRAM_BYTES", "void *const *arenas");
    assertThat(CliRunner.run(CliRunner.words("verify", folder.resolve("out"))).status())
        .isEqualTo(Main.DONE);
    Path small = board("cortex-m4", "(?m)^ram:.*$", "ram: 2K\nbanks: {dtcm: 1K, sram: 1K}");
    String[] other =
        CliRunner.words("generate", MODEL, "--target", small, "-o", folder.resolve("small"));
    CliRunner.Result result = CliRunner.run(other);
    assertThat(result.status()).isEqualTo(Main.FAILED);
    assertThat(result.err()).contains("bank sram would hold", "enlarge it by");
  }
}
