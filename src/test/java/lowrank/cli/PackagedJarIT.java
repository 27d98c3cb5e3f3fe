package lowrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jar as users run it: what only the tests depend on is not in it, and native libraries are
 * loaded from inside it. Runs behind packaging.
 */
class PackagedJarIT {
  @TempDir private Path folder;

  @Test
  void searchesUnderABudgetAndVerifiesWhatItGenerates() throws IOException, InterruptedException {
    Path output = folder.resolve("firmware");
    run(
        "build",
        "bundled:lenet_mnist.onnx",
        "--scale",
        "1/255",
        "--mean",
        "0.1307",
        "--std",
        "0.3081",
        "--calibration",
        "bundled:calibration_x.npy",
        "--samples",
        "64",
        "--max-multiplies",
        "50%",
        "--no-cache",
        "--target",
        "host",
        "-o",
        output.toString());

    assertThat(run("verify", output.toString(), "--random", "2", "--on", "host"))
        .contains("bit-exact: 2 inputs");
    assertThat(output.resolve("report.json")).exists();
  }

  private static String run(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Path.of("target", "lowrank.jar").toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(told).isZero();
    return told;
  }
}
