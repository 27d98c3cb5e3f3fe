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
        + table(rows, Tables::instructions, Optional.of(Row::instructions))
        + "\nEstimated cycles, and their ratio to the best peer's\n\n"
        + table(rows, Tables::cycles, Optional.of(Row::cycles))
        + "\nProducts formed / words loaded / words stored / branches taken\n\n"
        + table(rows, Tables::classes, Optional.empty())
        + "\nBytes: code / weights / arena planned / stack touched\n\n"
        + table(rows, Tables::bytes, Optional.empty());
  }

  /** Geometric mean of the single layers' ratios; nothing if there are none. */
  static Optional<Double> mean(List<Row> rows, String core, Function<Row, Comparison> what) {
    List<Double> ratios =
        rows.stream()
            .filter(row -> row.core().equals(core))
            .map(what)
            .filter(Comparison::whole)
            .flatMap(comparison -> comparison.ratio().stream())
            .toList();
    double logarithms = ratios.stream().mapToDouble(StrictMath::log).sum();
    return ratios.isEmpty()
        ? Optional.empty()
        : Optional.of(StrictMath.exp(logarithms / ratios.size()));
  }

  private static String table(
      List<Row> rows, Function<Row, String> cell, Optional<Function<Row, Comparison>> means) {
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
    means.ifPresent(
        what ->
            line(
                text,
                "geometric mean of the layers' ratios",
                cores.stream()
                    .map(core -> mean(rows, core, what).map(Row::three).orElse(""))
                    .toList()));
    return text.toString();
  }

  private static void line(StringBuilder text, String first, List<String> others) {
    text.append("| ").append(first).append(" | ").append(String.join(" | ", others));
    text.append(" |\n");
  }

  private static String instructions(Row row) {
    return (thousands(row.executed().instructions()) + " " + row.instructions().text()).strip();
  }

  private static String cycles(Row row) {
    return (thousands(row.executed().cycles()) + " " + row.cycles().text()).strip();
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
