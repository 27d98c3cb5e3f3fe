package lowrank.cli;

import java.io.PrintWriter;
import java.util.function.Consumer;
import lowrank.report.Reports;
import picocli.CommandLine.Option;

/** How to print. */
final class FormatOption {
  @Option(
      names = "--format",
      defaultValue = "table",
      paramLabel = "table|json",
      description = "How to print (default: ${DEFAULT-VALUE}).")
  private Format format;

  /** Whether JSON was asked for. */
  boolean json() {
    return format == Format.JSON;
  }

  /** Prints results: as JSON, or as the table does it. */
  void print(Console console, Object results, Consumer<PrintWriter> table) {
    if (json()) {
      console.out().print(Reports.toJson(results));
    } else {
      table.accept(console.out());
    }
    console.out().flush();
  }
}
