package lowrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lowrank.data.NpyBytes;
import lowrank.importer.ModelImporter;
import lowrank.interpret.FixedPointInterpreter;
import lowrank.pipeline.GeneratedFolder;
import lowrank.pipeline.search.Amount;
import lowrank.program.FixedNetwork;
import lowrank.provenance.CalibrationScore;
import lowrank.report.Report;
import lowrank.verify.ImageMeter;
import lowrank.verify.ImageSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranks under a budget, from the command line to the firmware's true figures. */
class BudgetTest {
  private static final String FAST = Samples.CALIBRATED + " --samples 64 --method spatial";

  @TempDir private Path folder;

  /** Few samples make searches fast; that they are few is told every time. */
  private static CliRunner.Result run(String line, Object... more) {
    CliRunner.Result result = CliRunner.run(line, more);
    String others =
        result
            .err()
            .lines()
            .filter(text -> !text.contains("too few calibration inputs"))
            .map(text -> text + "\n")
            .collect(Collectors.joining());
    return new CliRunner.Result(result.status(), result.out(), others);
  }

  private static final String ARTICLE =
      "src/samples/article/article_cifar10.onnx --scale 1/255 --mean 0.5 --std 0.5 --method auto"
          + " --data-free --calibration ";

  /** All limits at once, on cores with and without SIMD. */
  @ParameterizedTest
  @CsvSource({
    "lenet, cortex-m4, 60%, 40K, 5K",
    "lenet, cortex-m0, 50%, 30K, 5K",
    "lenet, esp32-c3, 70%, 30K, 6K",
    "article, cortex-m4, 60%, 40K, 10K"
  })
  void theFirmwareKeepsEveryBudget(
      String model, String target, String multiplies, String flash, String ram) {
    Path output = folder.resolve("firmware");
    run(
            "build --target "
                + target
                + (" --max-multiplies " + multiplies)
                + (" --max-flash " + flash + " --max-ram " + ram + " ")
                + (model.equals("lenet") ? FAST : ARTICLE + noise())
                + " -o",
            output)
        .succeeded();

    GeneratedFolder generated = GeneratedFolder.open(output);
    Report report = generated.report();
    ImageSize image = new ImageMeter().measure(generated.generated(), generated.target());
    FixedNetwork network = generated.network();
    long counted =
        new FixedPointInterpreter(network)
            .trace(new int[network.inputType().shape().elements()]).multiplies().stream()
                .mapToLong(Long::longValue)
                .sum();
    assertThat(counted)
        .isEqualTo(report.multiplies().generated())
        .isLessThanOrEqualTo(Amount.count(multiplies).of(report.multiplies().original()));
    assertThat(image.flashBytes()).isLessThanOrEqualTo(Amount.bytes(flash).number());
    assertThat(report.ram().arena() + image.stackBytes())
        .isLessThanOrEqualTo(Amount.bytes(ram).number());
  }

  /** Images as the article's network reads them. */
  private String noise() {
    byte[] pixels = new byte[48 * 3 * 32 * 32];
    new Random(5).nextBytes(pixels);
    return NpyBytes.save(folder, "x.npy", NpyBytes.file("|u1", "(48, 3, 32, 32)", pixels))
        .toString();
  }

  /** The least flash and RAM that are named can be had, to the byte. */
  @ParameterizedTest
  @ValueSource(strings = {"--max-flash", "--max-ram"})
  void theLeastThatIsNamedIsWhatTheFirmwareTakes(String option) {
    String command = "build --target cortex-m4 --no-cache " + FAST;
    Path output = folder.resolve("firmware");
    CliRunner.Result refused = run(command + " " + option + " 100 -o", output);
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err().lines()).hasSize(1);
    assertThat(refused.err()).contains("the budget " + option + " 100 cannot be met");
    Matcher least = Pattern.compile("value is " + option + " (\\d+)").matcher(refused.err());
    assertThat(least.find()).as(refused.err()).isTrue();
    long value = Long.parseLong(least.group(1));

    run(command + " " + option + " " + value + " -o", output).succeeded();

    GeneratedFolder generated = GeneratedFolder.open(output);
    ImageSize image = new ImageMeter().measure(generated.generated(), generated.target());
    long taken =
        option.equals("--max-flash")
            ? image.flashBytes()
            : generated.report().ram().arena() + image.stackBytes();
    assertThat(taken).isLessThanOrEqualTo(value);
  }

  @Test
  void aDropThatOtherLimitsForbidIsToldWithWhatTheyCost() {
    Path output = folder.resolve("out.onnx");
    CliRunner.Result refused =
        run(
            "compress "
                + Samples.CALIBRATED
                + " --method spatial --max-drop 0.5 --max-multiplies 12% -o",
            output);
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err().lines()).hasSize(1);
    assertThat(refused.err())
        .contains("--max-multiplies 33796 --max-drop 0.5 cannot be met")
        .containsPattern("accuracy on the calibration data falls by \\d+\\.\\d\\d");
    assertThat(output).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--max-multiplies", "--max-parameters"})
  void aBudgetThatCannotBeMetIsRefusedWithTheLeastThatCan(String option) {
    Path output = folder.resolve("out.onnx");
    String command = "compress " + FAST + " " + option + " ";
    CliRunner.Result refused = run(command + "10 -o", output);

    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err().lines()).hasSize(1);
    assertThat(output).doesNotExist();
    Matcher least =
        Pattern.compile("smallest feasible value is " + option + " (\\d+)").matcher(refused.err());
    assertThat(least.find()).as(refused.err()).isTrue();
    long value = Long.parseLong(least.group(1));
    run(command + value + " -o", output).succeeded();
    CliRunner.Result below = run(command + (value - 1) + " -o", output);
    assertThat(below.status()).isEqualTo(1);
  }

  /** Weights and biases, which neither what they are stored with nor code adds to. */
  @Test
  void parametersAreThoseOfTheNetworkThatIsWritten() {
    Path output = folder.resolve("out.onnx");
    long original =
        ModelImporter.read(Path.of("src/samples/bundled/lenet_mnist.onnx")).network().parameters();
    CliRunner.Result result = run("compress " + FAST + " --max-parameters 40% -o", output);

    result.succeeded();
    long left = ModelImporter.read(output).network().parameters();
    assertThat(left).isLessThanOrEqualTo(original * 40 / 100).isGreaterThan(original * 35 / 100);
    assertThat(result.out()).contains(String.format(Locale.ROOT, ", %,d parameters", left));
  }

  @Test
  void aSearchGoesOnFromItsCacheToTheSameResultAndTellsOfADamagedOne() throws IOException {
    Path cache = folder.resolve("cache");
    String command = "compress " + FAST + " --max-multiplies 40%";
    Path fresh = folder.resolve("fresh.onnx");
    run(command + " --no-cache -o", fresh).succeeded();
    run(command + " -o", folder.resolve("first.onnx"), "--cache", cache).succeeded();
    Path file = onlyFile(cache);
    List<String> whole = Files.readAllLines(file);

    run(command + " -o", folder.resolve("second.onnx"), "--cache", cache).succeeded();

    assertThat(Files.readAllLines(file)).isEqualTo(whole);
    assertThat(folder.resolve("first.onnx")).hasSameBinaryContentAs(fresh);
    assertThat(folder.resolve("second.onnx")).hasSameBinaryContentAs(fresh);

    Files.writeString(file, Files.readString(file).replace('7', '3'));
    Path third = folder.resolve("third.onnx");
    CliRunner.Result result = run(command + " -o", third, "--cache", cache);

    assertThat(result.status()).isZero();
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.err()).contains("cannot be used", "checksum");
    assertThat(third).hasSameBinaryContentAs(fresh);
    assertThat(Files.readAllLines(file)).isEqualTo(whole);
  }

  @Test
  void theCurveFallsWithTheMultiplies() throws IOException {
    Path output = folder.resolve("out.onnx");
    run("compress " + FAST + " --max-multiplies 40% --pareto -o", output).succeeded();

    List<String> lines = Files.readAllLines(folder.resolve("out.pareto.csv"));
    assertThat(lines.get(0))
        .isEqualTo("multiplies,weight_bytes,predicted_loss,measured_loss,chosen,ranks");
    assertThat(lines).hasSizeGreaterThan(10);
    double last = Double.POSITIVE_INFINITY;
    long multiplies = 0;
    int measured = 0;
    int chosen = 0;
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split(",", 6);
      assertThat(Long.parseLong(fields[0])).isGreaterThanOrEqualTo(multiplies);
      multiplies = Long.parseLong(fields[0]);
      measured += fields[3].isEmpty() ? 0 : 1;
      if (fields[4].equals("yes")) {
        chosen++;
        assertThat(multiplies).isLessThanOrEqualTo(281640 * 40 / 100);
        assertThat(Double.parseDouble(fields[3])).isPositive();
      } else {
        assertThat(Double.parseDouble(fields[2])).isLessThanOrEqualTo(last);
        last = Double.parseDouble(fields[2]);
      }
    }
    assertThat(chosen).isEqualTo(1);
    assertThat(measured).isBetween(3, 7);
    assertThat(last).isZero();
    assertThat(Files.readAllBytes(folder.resolve("out.pareto.png")))
        .startsWith(0x89, 'P', 'N', 'G');
  }

  @Test
  void aLargerDropAllowsFewerMultiplies() {
    assertThat(multiplies("20")).isLessThan(multiplies("0"));
  }

  private long multiplies(String drop) {
    Path output = folder.resolve("firmware" + drop);
    run(
            "build "
                + FAST
                + " --labels bundled:calibration_y.npy --target host --max-drop "
                + drop
                + " -o",
            output)
        .succeeded();
    Report report = GeneratedFolder.open(output).report();
    CalibrationScore score = report.calibration();
    assertThat(score.floating() - score.factorized()).isLessThanOrEqualTo(Double.parseDouble(drop));
    assertThat(score.floating() - score.fixed()).isLessThanOrEqualTo(Double.parseDouble(drop));
    return report.multiplies().generated();
  }

  private static Path onlyFile(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }
}
