package lowrank.curves;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The points as tables, and put between two marks of a document. */
final class Markdown {
  private static final String BEGIN = "<!-- curves: begin, written by src/bench/curves -->";
  private static final String END = "<!-- curves: end -->";

  private Markdown() {}

  /** The document with the tables between its marks. */
  static String within(String document, Results results) {
    int begin = document.indexOf(BEGIN);
    int end = document.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException("no marks in the document");
    }
    return document.substring(0, begin + BEGIN.length())
        + "\n"
        + tables(results)
        + document.substring(end);
  }

  static String tables(Results results) {
    StringBuilder text = new StringBuilder();
    for (String network : results.networks()) {
      text.append(table(network, results));
    }
    return text.append(naive(results)).toString();
  }

  private static String table(String network, Results results) {
    List<Point> rows = new ArrayList<>();
    for (Approach approach : Approach.values()) {
      if (approach != Approach.BUDGET_LIKE_NAIVE) {
        rows.addAll(results.of(network, approach));
      }
    }
    if (rows.isEmpty()) {
      return "";
    }
    String unit = rows.get(0).unit();
    StringBuilder text = new StringBuilder();
    text.append(String.format("**%s**%n%n", network));
    text.append("| approach | setting | multiplies | bytes | factorised | fixed point |\n");
    text.append("|---|---|---:|---:|---:|---:|\n");
    for (Point point : rows) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %.1f %% | %.1f %% | %.2f | %.2f |%n",
              point.approach().title(),
              point.setting(),
              point.multipliesLeft(),
              point.bytesLeft(),
              point.factorized(),
              point.fixed()));
    }
    return text.append(unit.equals("%") ? "\n" : "\nIn percent of the variance of the original's outputs.\n\n")
        .toString();
  }

  /** What the budget loses of what naive loses at the same multiplies. */
  private static String naive(Results results) {
    StringBuilder text = new StringBuilder();
    text.append("| network | beside | multiplies | original | it | `budget` | it, fixed point |");
    text.append(" `budget`, fixed point | loss, share of its |\n");
    text.append("|---|---|---:|---:|---:|---:|---:|---:|---:|\n");
    boolean any = false;
    for (String network : results.networks()) {
      for (Point naive : naives(network, results)) {
        Optional<Point> budget =
            results.find(
                network, Approach.BUDGET_LIKE_NAIVE, String.valueOf(naive.multiplies()));
        if (budget.isPresent()) {
          any = true;
          text.append(row(network, naive, budget.get()));
        }
      }
    }
    return any ? text.append('\n').toString() : "";
  }

  /** Points that save multiplies, the first of those that save as many. */
  private static List<Point> naives(String network, Results results) {
    Map<String, Point> points = new LinkedHashMap<>();
    for (Approach approach : Approach.NAIVES) {
      for (Point point : results.of(network, approach)) {
        if (point.multiplies() < point.multipliesOriginal()) {
          points.putIfAbsent(approach + " " + point.multiplies(), point);
        }
      }
    }
    return List.copyOf(points.values());
  }

  private static String row(String network, Point naive, Point budget) {
    double lost = naive.original() - naive.factorized();
    double share = (naive.original() - budget.factorized()) / lost;
    return String.format(
        Locale.ROOT,
        "| %s | %s | %.1f %% | %.2f | %.2f | %.2f | %.2f | %.2f | %s |%n",
        network,
        naive.approach().title(),
        naive.multipliesLeft(),
        naive.original(),
        naive.factorized(),
        budget.factorized(),
        naive.fixed(),
        budget.fixed(),
        lost > 0 ? String.format(Locale.ROOT, "%.2f", share) : "");
  }
}
