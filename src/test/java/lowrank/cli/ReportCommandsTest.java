package lowrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lowrank.report.Report;
import lowrank.report.ReportCases;
import lowrank.report.Reports;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that read reports: report, check and diff. */
class ReportCommandsTest {
  @TempDir private Path folder;
  private Path report;

  @BeforeEach
  void write() throws IOException {
    report = folder.resolve("report.json");
    Files.writeString(report, Reports.toJson(ReportCases.full("conv1")));
  }

  @Test
  void thePageIsWrittenBesideTheReportOrWhereAsked() throws IOException {
    CliRunner.run("report", report).succeeded();
    Path other = folder.resolve("new/page.html");
    CliRunner.run("report -o", other, report).succeeded();
    assertThat(folder.resolve("report.html")).hasSameBinaryContentAs(other);
    assertThat(Files.readString(other))
        .contains("<h1><bdi>net</bdi> for <bdi>cortex-m4</bdi></h1>");
  }

  @Test
  void generateWritesTheSamePage() throws IOException {
    Path copy = Samples.copyOfGenerated(folder);
    String written = Files.readString(copy.resolve("report.html"));
    CliRunner.run("report", copy).succeeded();
    assertThat(copy.resolve("report.html")).hasContent(written);
    CliRunner.run("verify --random 1", copy).succeeded();
    assertThat(copy.resolve("report.html")).content().contains("1 inputs").isNotEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--max-flash 500",
        "--max-flash 1K --max-ram 80 --max-multiplies 40% --min-accuracy 88.5",
        "--max-multiplies 400 --max-instructions 1234"
      })
  void figuresWithinTheirLimits(String limits) {
    CliRunner.Result result = CliRunner.run("check " + limits, report).succeeded();
    assertThat(result.lines()).singleElement().asString().startsWith("within: ");
  }

  @ParameterizedTest
  @CsvSource({
    "--max-flash 499, 'exceeded: flash: 500, at most 499'",
    "--max-ram 79, 'exceeded: ram: 80, at most 79'",
    "--max-multiplies 39%, 'exceeded: multiplies: 400, at most 390'",
    "--max-instructions 1K, 'exceeded: instructions: 1,234, at most 1,000'",
    "--min-accuracy 88.6, 'exceeded: accuracy: 88.50, at least 88.60'"
  })
  void oneLineForEachFigureBeyondItsLimit(String limit, String line) {
    CliRunner.Result one = CliRunner.run("check --max-flash 1M " + limit, report);
    if (limit.startsWith("--max-flash")) {
      one = CliRunner.run("check " + limit, report);
    }
    assertThat(one.lines()).containsExactly(line);
    assertThat(one.status()).isEqualTo(1);
    assertThat(one.err()).isEmpty();
  }

  @Test
  void whatWasNotMeasuredDoesNotPass() {
    CliRunner.Result result =
        CliRunner.run("check --min-accuracy 1 --max-instructions 1M --max-flash 1M", bare());
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.lines())
        .containsExactly(
            "exceeded: instructions: not measured (`lowrank count --instructions` does)",
            "exceeded: accuracy: not measured (build with --holdout and --holdout-labels)");
    CliRunner.Result flash = CliRunner.run("check --max-flash 1M", bare()).succeeded();
    assertThat(flash.out()).contains("without code");
  }

  /** A report of figures that need no measurement. */
  private Path bare() {
    try {
      Path file = folder.resolve("bare.json");
      String text = Reports.toJson(ReportCases.full("conv1"));
      Files.writeString(
          file, text.replaceAll("\"(fixed|code|instructions)\" : [\\d.]+", "\"$1\" : null"));
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void checkAsJson() throws IOException {
    CliRunner.Result result =
        CliRunner.run("check --max-flash 400 --max-ram 80 --format json", report);
    JsonNode json = JsonMapper.builder().build().readTree(result.out());
    assertThat(result.status()).isEqualTo(1);
    assertThat(json.at("/within").booleanValue()).isFalse();
    assertThat(json.at("/figures/0/figure").asText()).isEqualTo("flash");
    assertThat(json.at("/figures/0/value").asLong()).isEqualTo(500);
    assertThat(json.at("/figures/1/within").booleanValue()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "check, a limit",
    "check --max-flash 50%, 64K",
    "check --max-ram x, 64K",
    "check --min-accuracy 101, percent",
    "check --min-accuracy NaN, percent"
  })
  void badLimits(String command, String part) {
    Refusals.refused(folder, CliRunner.words(command, report), part);
  }

  @ParameterizedTest
  @ValueSource(strings = {"report", "check --max-flash 1K", "diff report.json"})
  void badReports(String command) throws IOException {
    String line = command.replace("report.json", report.toString());
    Refusals.refused(folder, CliRunner.words(line, folder.resolve("none.json")), "no such file");
    Path broken = folder.resolve("broken.json");
    Files.writeString(broken, "{\"tool\": \"lowrank-mcu 0.1.0\"}");
    Refusals.refused(folder, CliRunner.words(line, broken), "fields are missing");
    Files.writeString(broken, "[]");
    Refusals.refused(folder, CliRunner.words(line, broken), "no report of this tool");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Refusals.refused(folder, CliRunner.words(line, empty), "not a generated folder");
  }

  @Test
  void diffTellsWhatGrewAndWhy() throws IOException {
    Path other = folder.resolve("other.json");
    Report after =
        Reports.fromJson(
            Files.readString(report)
                .replace("\"generated\" : 400", "\"generated\" : 700")
                .replace("\"arena\" : 64,", "\"arena\" : 96,")
                .replace("\"peak_step\" : 1", "\"peak_step\" : 0"));
    Report changed =
        new Report(
            after.tool(),
            after.name(),
            after.model(),
            after.sha256(),
            after.target(),
            after.accuracy(),
            after.holdout(),
            after.calibration(),
            after.search(),
            after.multiplies(),
            after.flash(),
            after.ram(),
            after.predicted(),
            List.of(
                ReportCases.layer("conv1", "none", List.of(), 700),
                ReportCases.layer("pool", "none", List.of(), 0)),
            after.verification(),
            after.instructions(),
            after.plan(),
            after.targets(),
            after.build());
    Files.writeString(other, Reports.toJson(changed));
    CliRunner.Result result = CliRunner.run("diff", report, other).succeeded();
    assertThat(result.lines())
        .contains("from net for cortex-m4 to net for cortex-m4")
        .anyMatch(
            line -> line.matches("multiplies +400 +700 +\\+300 +conv1 \\+300 \\(svd 2 -> none\\)"))
        .anyMatch(line -> line.matches("arena +64 +96 +\\+32 +peak at pool -> conv1"))
        .anyMatch(line -> line.matches("conv1 +none +svd +2 +300 +300 +700 +400"))
        .noneMatch(line -> line.startsWith("pool"));
    JsonNode json =
        JsonMapper.builder()
            .build()
            .readTree(CliRunner.run("diff --format json", report, other).succeeded().out());
    assertThat(json.at("/layers/0/method_before").asText()).isEqualTo("svd");
    assertThat(json.at("/totals/1/change").asLong()).isEqualTo(300);
    CliRunner.Result same = CliRunner.run("diff", report, report).succeeded();
    assertThat(same.out()).contains("no layer changed").doesNotContain("+3");
  }
}
