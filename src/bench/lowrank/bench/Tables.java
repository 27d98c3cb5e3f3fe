package lowrank.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The rows as CSV and as Markdown. */
final class Tables {
  private Tables() {}

  static String csv(List<Row> rows) {
    StringBuilder text = new StringBuilder(Row.HEADER).append('\n');
    rows.forEach(row -> text.append(row.csv()).append('\n'));
    return text.toString();
  }

  /** A table of instructions and one of estimated cycles, a column for every core. */
  static String markdown(List<Row> rows) {
    return "Instructions, and their ratio to the best peer's\n\n"
        + table(rows, Tables::instructions, true)
        + "\nEstimated cycles, and their ratio to the best peer's instructions\n\n"
        + table(rows, Tables::cycles, false)
        + "\nProducts formed / words loaded / words stored / branches taken\n\n"
        + table(rows, Tables::classes, false)
        + "\nBytes: code / weights / arena planned / stack touched\n\n"
        + table(rows, Tables::bytes, false);
  }

  /** Geometric mean of the single layers' ratios; nothing if there are none. */
  static Optional<Double> mean(List<Row> rows, String core) {
    List<Double> ratios =
        rows.stream()
            .filter(row -> row.core().equals(core) && row.comparedWhole())
            .flatMap(row -> row.ratio().stream())
            .toList();
    double logarithms = ratios.stream().mapToDouble(StrictMath::log).sum();
    return ratios.isEmpty()
        ? Optional.empty()
        : Optional.of(StrictMath.exp(logarithms / ratios.size()));
  }

  private static String table(List<Row> rows, Function<Row, String> cell, boolean means) {
    List<String> cores = rows.stream().map(Row::core).distinct().toList();
    StringBuilder text = new StringBuilder();
    line(text, "model", cores);
    line(text, "---", cores.stream().map(core -> "---:").toList());
    for (String model : rows.stream().map(Row::model).distinct().toList()) {
      List<String> cells = new ArrayList<>();
      for (String core : cores) {
        cells.add(
            rows.stream()
                .filter(row -> row.core().equals(core) && row.model().equals(model))
                .map(cell)
                .findFirst()
                .orElse(""));
      }
      line(text, model, cells);
    }
    if (means) {
      line(
          text,
          "geometric mean of the layers' ratios",
          cores.stream().map(core -> mean(rows, core).map(Row::three).orElse("")).toList());
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String first, List<String> others) {
    text.append("| ").append(first).append(" | ").append(String.join(" | ", others));
    text.append(" |\n");
  }

  private static String instructions(Row row) {
    return thousands(row.executed().instructions())
        + row.ratio().map(ratio -> " (" + Row.three(ratio) + ")").orElse("");
  }

  /** No instruction takes less than one cycle where one is issued at a time. */
  private static String cycles(Row row) {
    long cycles = row.executed().cycles();
    return thousands(cycles)
        + (row.comparedWhole()
            ? " (" + Row.three((double) cycles / row.peer().getAsLong()) + ")"
            : "");
  }

  private static String classes(Row row) {
    return thousands(row.executed().products())
        + " / "
        + thousands(row.executed().wordsLoaded())
        + " / "
        + thousands(row.executed().wordsStored())
        + " / "
        + thousands(row.executed().taken());
  }

  private static String bytes(Row row) {
    return row.image().map(image -> image.codeBytes() + " / " + image.constantBytes()).orElse("")
        + " / "
        + row.memory().arenaBytes()
        + row.memory().stack().map(stack -> " / " + stack).orElse("");
  }

  private static String thousands(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
