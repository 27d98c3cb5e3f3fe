package lowrank.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import lowrank.data.AtomicFile;
import lowrank.pipeline.GeneratedFolder;
import lowrank.report.Report;
import lowrank.report.page.ReportPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a report as a page. */
@Command(
    name = "report",
    sortOptions = false,
    description = {
      "Write the page of a report: one HTML file with everything inside.",
      "generate and build write it beside report.json, and verify keeps it up to date."
    })
final class ReportCommand implements Runnable {
  @Mixin private Console console;

  @Parameters(paramLabel = "DIR|report.json", description = "A generated folder, or a report.")
  private Path subject;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE.html",
      description = "File to write; an existing one is replaced (default: beside the report).")
  private Path output;

  @Override
  public void run() {
    Report report = GeneratedFolder.report(subject);
    Path page = output != null ? output : beside();
    AtomicFile.write(page, ReportPage.html(report).getBytes(StandardCharsets.UTF_8));
    console.out().printf("written to %s%n", page);
  }

  private Path beside() {
    return Files.isDirectory(subject)
        ? subject.resolve(ReportPage.FILE)
        : subject.resolveSibling(ReportPage.FILE);
  }
}
