package lowrank.cli;

import static lowrank.cli.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders that are not what generate wrote. */
class BadFolderTest {
  @TempDir private Path folder;

  private void refusedByBoth(Path subject, String... parts) {
    refused(folder, CliRunner.words("verify", subject), parts);
    refused(folder, CliRunner.words("count", subject), parts);
  }

  @Test
  void noFolderOfOurs() throws IOException {
    refusedByBoth(folder, folder.toString(), "report.json", "generate or build");
    refused(folder, CliRunner.words("verify", folder.resolve("missing")), "missing", "report.json");
    refused(folder, CliRunner.words("count", folder.resolve("missing")), "missing", "no such file");
    Path file = Files.writeString(folder.resolve("file"), "text");
    refused(folder, CliRunner.words("verify", file), file.toString(), "report.json");
  }

  @Test
  void damagedReports() throws IOException {
    Path copy = Samples.copyOfGenerated(folder);
    Path report = copy.resolve("report.json");
    String whole = Files.readString(report);
    for (String text :
        List.of(
            "",
            "null",
            "{}",
            "[]",
            "{\"tool\": 3}",
            whole.substring(0, whole.length() / 2),
            whole.replace("\"layers\"", "\"lairs\""),
            whole.replace("\"name\" : \"small\"", "\"name\" : null"),
            whole.replace("\"name\" : \"small\"", "\"name\" : \"../../etc/passwd\""),
            whole.replaceFirst("\"arena\" : \\d+", "\"arena\" : \"big\""))) {
      assertThat(text).isNotEqualTo(whole);
      Files.writeString(report, text);
      refusedByBoth(copy, report.toString(), "not a readable report", "generate the folder again");
    }
    Files.write(report, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    refusedByBoth(copy, report.toString(), "not a readable report");
    Files.delete(report);
    refusedByBoth(copy, copy.toString(), "no report.json");
  }

  @Test
  void missingAndDamagedParts() throws IOException {
    Path copy = Samples.copyOfGenerated(folder);
    for (String source : List.of("small.c", "small.h", "small_weights.c")) {
      Path aside = folder.resolve("aside");
      Files.move(copy.resolve(source), aside);
      refused(folder, CliRunner.words("verify --random 1", copy), copy.toString(), "no " + source);
      Files.move(aside, copy.resolve(source));
    }
    Path model = copy.resolve("model/small.onnx");
    byte[] whole = Files.readAllBytes(model);
    Files.write(model, Arrays.copyOf(whole, whole.length / 2));
    refusedByBoth(copy, model.toString());
    Files.delete(model);
    refusedByBoth(copy, copy.toString(), "model/");
    Files.write(model, whole);
    Files.delete(copy.resolve("model/target.yaml"));
    refusedByBoth(copy, copy.toString(), "no model/target.yaml");
    Files.writeString(copy.resolve("model/target.yaml"), "name: [");
    refusedByBoth(copy, "target.yaml");
  }
}
