package lowrank.cli;

import static lowrank.cli.Refusals.content;
import static lowrank.cli.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Places where nothing may be written, or nothing can be. */
class BadOutputTest {
  @TempDir private Path folder;

  private void foldersRefused(Path output, String... parts) {
    for (String command :
        List.of("generate --target host " + Samples.quantized(), "demo", "demo --force")) {
      refused(folder, CliRunner.words(command + " -o", output), parts);
    }
  }

  private void filesRefused(Path output, String... parts) {
    for (String command :
        List.of(
            "compress " + Samples.CALIBRATED,
            "run " + Samples.quantized() + " --inputs bundled:test_x.npy")) {
      refused(folder, CliRunner.words(command + " -o", output), parts);
    }
  }

  @Test
  void aFileInThePlaceOfAFolderAndTheOtherWayRound() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "mine");
    foldersRefused(file, file.toString(), "it is a file");
    foldersRefused(file.resolve("a/b"), file.toString(), "cannot be written");
    filesRefused(file.resolve("a/b.onnx"), file.toString(), "cannot be written");
    filesRefused(folder, folder.toString(), "it is a folder");
    filesRefused(Path.of("/"), "/: cannot be written");
  }

  @Test
  void aReadOnlyFolder() throws IOException {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
    Assumptions.assumeFalse(Files.isWritable(closed), "skipped: this user may write anywhere");
    foldersRefused(closed.resolve("out"), "access denied");
    filesRefused(closed.resolve("out.onnx"), "access denied");
  }

  @Test
  void foldersOfOthersStayAsTheyAreEvenWithForce() throws IOException {
    Path mine = Files.createDirectories(folder.resolve("mine"));
    Files.writeString(mine.resolve("thesis.txt"), "years of work");
    String part = "not written by this tool";
    foldersRefused(mine, mine.toString(), part);
    for (String report : List.of("{}", "{\"tool\": \"other 1.0\"}", "", "[", "\"lowrank-mcu\"")) {
      Files.writeString(mine.resolve("report.json"), report);
      foldersRefused(mine, mine.toString(), part);
    }
    Files.createDirectory(mine.resolve("model"));
    Files.writeString(mine.resolve("model/target.yaml"), "");
    foldersRefused(mine, mine.toString(), part);
    foldersRefused(folder, folder.toString(), part);
  }

  @Test
  void aFolderOfOursIsReplacedOnlyWithForce() throws IOException {
    Path ours = Samples.copyOfGenerated(folder);
    Files.writeString(ours.resolve("stale.txt"), "from an earlier build");
    String generate =
        "generate --name small --target cortex-m4 " + Samples.quantized() + " -o " + ours;
    refused(folder, generate.split(" "), ours.toString(), "--force");
    CliRunner.run((generate + " --force").split(" ")).succeeded();
    assertThat(content(ours)).isEqualTo(content(Samples.generated()));
    assertThat(folder.toFile().list()).containsExactly("copy");
  }

  @Test
  void emptyAndNestedFoldersAreFine() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Path nested = folder.resolve("a/b/c");
    for (Path output : List.of(empty, nested)) {
      CliRunner.run("generate --name small --target cortex-m4 -o", output, Samples.quantized())
          .succeeded();
      assertThat(content(output)).isEqualTo(content(Samples.generated()));
    }
    assertThat(folder.resolve("a").toFile().list()).containsExactly("b");
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("a", "empty");
  }

  @Test
  void aFaultInTheMiddleLeavesNothing() {
    Path output = folder.resolve("a/b/out");
    String build = "build --target host " + Samples.CALIBRATED;
    refused(folder, CliRunner.words(build + " --ranks fc1=999 -o", output), "fc1");
    Map<String, String> before = content(folder);
    assertThat(before).hasSize(1);
  }
}
