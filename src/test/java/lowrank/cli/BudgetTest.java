package lowrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lowrank.pipeline.GeneratedFolder;
import lowrank.report.Report;
import lowrank.verify.ImageMeter;
import lowrank.verify.ImageSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ranks under a budget, from the command line to the firmware's true figures. */
class BudgetTest {
  private static final String FAST = Samples.CALIBRATED + " --method spatial";

  @TempDir private Path folder;

  @Test
  void theFirmwareKeepsEveryBudget() {
    Path output = folder.resolve("firmware");
    CliRunner.run(
            "build "
                + FAST
                + " --max-multiplies 60% --max-flash 40K --max-ram 5K --target cortex-m4 -o",
            output)
        .succeeded();

    GeneratedFolder generated = GeneratedFolder.open(output);
    Report report = generated.report();
    ImageSize image = new ImageMeter().measure(generated.generated(), generated.target());
    assertThat(report.multiplies().generated())
        .isLessThanOrEqualTo(report.multiplies().original() * 60 / 100)
        .isEqualTo(generated.network().multiplies());
    assertThat(image.flashBytes()).isLessThanOrEqualTo(40 * 1024);
    assertThat(report.ram().arena() + image.stackBytes()).isLessThanOrEqualTo(5 * 1024);
  }

  @Test
  void aBudgetThatCannotBeMetIsRefusedWithTheLeastThatCan() {
    Path output = folder.resolve("out.onnx");
    CliRunner.Result refused =
        CliRunner.run("compress " + FAST + " --max-multiplies 10 -o", output);

    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err().lines()).hasSize(1);
    assertThat(output).doesNotExist();
    Matcher least =
        Pattern.compile("smallest feasible value is --max-multiplies (\\d+)")
            .matcher(refused.err());
    assertThat(least.find()).as(refused.err()).isTrue();
    long value = Long.parseLong(least.group(1));
    CliRunner.run("compress " + FAST + " --max-multiplies " + value + " -o", output).succeeded();
    CliRunner.Result below =
        CliRunner.run("compress " + FAST + " --max-multiplies " + (value - 1) + " -o", output);
    assertThat(below.status()).isEqualTo(1);
  }

  @Test
  void aSearchGoesOnFromItsCacheToTheSameResult() throws IOException {
    Path cache = folder.resolve("cache");
    String command = "compress " + FAST + " --max-multiplies 40%";
    Path fresh = folder.resolve("fresh.onnx");
    CliRunner.run(command + " -o", fresh).succeeded();
    CliRunner.run(command + " -o", folder.resolve("first.onnx"), "--cache", cache).succeeded();
    Path file = onlyFile(cache);
    List<String> whole = Files.readAllLines(file);

    CliRunner.run(command + " -o", folder.resolve("second.onnx"), "--cache", cache).succeeded();

    assertThat(Files.readAllLines(file)).isEqualTo(whole);
    assertThat(folder.resolve("first.onnx")).hasSameBinaryContentAs(fresh);
    assertThat(folder.resolve("second.onnx")).hasSameBinaryContentAs(fresh);
  }

  @Test
  void aDamagedCacheIsToldOfAndMeasuredAnew() throws IOException {
    Path cache = folder.resolve("cache");
    String command = "compress " + FAST + " --max-multiplies 40%";
    Path first = folder.resolve("first.onnx");
    CliRunner.run(command + " -o", first, "--cache", cache).succeeded();
    Path file = onlyFile(cache);
    List<String> whole = Files.readAllLines(file);
    Files.writeString(file, Files.readString(file).replace('7', '3'));

    Path second = folder.resolve("second.onnx");
    CliRunner.Result result = CliRunner.run(command + " -o", second, "--cache", cache);

    assertThat(result.status()).isZero();
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.err()).contains("cannot be used", "checksum");
    assertThat(second).hasSameBinaryContentAs(first);
    assertThat(Files.readAllLines(file)).isEqualTo(whole);
  }

  @Test
  void theCurveFallsWithTheMultiplies() throws IOException {
    Path output = folder.resolve("out.onnx");
    CliRunner.run("compress " + FAST + " --max-multiplies 40% --pareto -o", output).succeeded();

    List<String> lines = Files.readAllLines(folder.resolve("out.pareto.csv"));
    assertThat(lines.get(0)).isEqualTo("multiplies,weight_bytes,predicted_loss,ranks");
    assertThat(lines).hasSizeGreaterThan(10);
    double last = Double.POSITIVE_INFINITY;
    long multiplies = 0;
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split(",", 4);
      assertThat(Long.parseLong(fields[0])).isGreaterThan(multiplies);
      assertThat(Double.parseDouble(fields[2])).isLessThanOrEqualTo(last);
      multiplies = Long.parseLong(fields[0]);
      last = Double.parseDouble(fields[2]);
    }
    assertThat(last).isZero();
    assertThat(Files.readAllBytes(folder.resolve("out.pareto.png")))
        .startsWith(0x89, 'P', 'N', 'G');
  }

  @Test
  void aLargerDropAllowsFewerMultiplies() {
    assertThat(multiplies("20")).isLessThan(multiplies("1"));
  }

  private long multiplies(String drop) {
    Path output = folder.resolve("firmware" + drop);
    CliRunner.run(
            "build "
                + FAST
                + " --labels bundled:calibration_y.npy --target host --max-drop "
                + drop
                + " -o",
            output)
        .succeeded();
    return GeneratedFolder.open(output).report().multiplies().generated();
  }

  private static Path onlyFile(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }
}
