package lowrank.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import lowrank.pipeline.GeneratedFolder;
import lowrank.report.ReportDiff;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Sets two reports side by side. */
@Command(
    name = "diff",
    sortOptions = false,
    description = {
      "Show what grew from one firmware folder to another, and why.",
      "The sums of both with the layers that make the difference, then every layer whose method,"
          + " ranks, bytes or multiplies changed."
    })
final class DiffCommand implements Runnable {
  @Mixin private Console console;

  @Parameters(index = "0", paramLabel = "BEFORE", description = "A generated folder, or a report.")
  private Path before;

  @Parameters(index = "1", paramLabel = "AFTER", description = "Another one.")
  private Path after;

  @Mixin private FormatOption format;

  @Override
  public void run() {
    ReportDiff diff = ReportDiff.of(GeneratedFolder.report(before), GeneratedFolder.report(after));
    format.print(console, diff, out -> print(diff, out));
  }

  private static void print(ReportDiff diff, PrintWriter out) {
    out.print("from " + diff.before() + " to " + diff.after() + "\n\n");
    Table totals = new Table("figure", "before", "after", "change", "why");
    for (ReportDiff.Total total : diff.totals()) {
      totals.row(
          total.figure(),
          number(total.before()),
          number(total.after()),
          signed(total.change()),
          total.why());
    }
    totals.print(out);
    if (diff.layers().isEmpty()) {
      out.print("\nno layer changed\n");
      return;
    }
    out.print("\n");
    Table layers =
        new Table(
            "layer",
            "method",
            "before",
            "ranks",
            "before",
            "bytes",
            "before",
            "multiplies",
            "before");
    for (ReportDiff.LayerChange layer : diff.layers()) {
      layers.row(
          layer.name(),
          layer.methodAfter(),
          layer.methodBefore(),
          ranks(layer.ranksAfter()),
          ranks(layer.ranksBefore()),
          layer.bytesAfter(),
          layer.bytesBefore(),
          layer.multipliesAfter(),
          layer.multipliesBefore());
    }
    layers.print(out);
  }

  private static String ranks(List<Integer> ranks) {
    return ranks == null ? null : Ranks.text(ranks);
  }

  private static String number(Number value) {
    return text(value, "%.2f", "%,d");
  }

  private static String signed(Number change) {
    return text(change, "%+.2f", "%+,d");
  }

  private static String text(Number value, String real, String whole) {
    return value == null
        ? null
        : String.format(Locale.ROOT, value instanceof Double ? real : whole, value);
  }
}
