package lowrank.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import lowrank.report.ReportDiff.LayerChange;
import lowrank.report.ReportDiff.Total;

/** The figures of two reports side by side, and which layers make the difference. */
final class ReportTotals {
  /** Layers that are named as the cause of a change. */
  private static final int NAMED = 3;

  private ReportTotals() {}

  static List<Total> of(Report before, Report after, List<LayerChange> layers) {
    return List.of(
        Total.of("accuracy", before.accuracy().fixed(), after.accuracy().fixed(), ""),
        Total.of(
            "multiplies",
            before.multiplies().generated(),
            after.multiplies().generated(),
            causes(layers, LayerChange::multiplies, difference(before, after))),
        Total.of(
            "weights",
            before.flash().weights(),
            after.flash().weights(),
            weights(before, after, layers)),
        Total.of("code", before.flash().code(), after.flash().code(), ""),
        Total.of("arena", before.ram().arena(), after.ram().arena(), arena(before, after)),
        Total.of("stack", before.ram().stack(), after.ram().stack(), ""),
        Total.of("instructions", before.instructions(), after.instructions(), ""));
  }

  private static long difference(Report before, Report after) {
    return after.multiplies().generated() - before.multiplies().generated();
  }

  private static String weights(Report before, Report after, List<LayerChange> layers) {
    long change = after.flash().weights() - before.flash().weights();
    String causes = causes(layers, LayerChange::bytes, change);
    return change != 0 && causes.isEmpty() ? "tables of the target's kernels" : causes;
  }

  /** The layers that changed most in the direction of the sum. */
  private static String causes(
      List<LayerChange> layers, ToLongFunction<LayerChange> figure, long sum) {
    if (sum == 0) {
      return "";
    }
    List<LayerChange> same =
        layers.stream()
            .filter(layer -> Long.signum(figure.applyAsLong(layer)) == Long.signum(sum))
            .sorted(
                Comparator.comparingLong(
                    (LayerChange layer) -> -Math.abs(figure.applyAsLong(layer))))
            .toList();
    String named =
        same.stream()
            .limit(NAMED)
            .map(
                layer ->
                    String.format(
                        Locale.ROOT,
                        "%s %+,d (%s)",
                        layer.name(),
                        figure.applyAsLong(layer),
                        form(layer)))
            .collect(Collectors.joining(", "));
    return same.size() > NAMED ? named + " and " + (same.size() - NAMED) + " more" : named;
  }

  private static String form(LayerChange layer) {
    String before = form(layer.methodBefore(), layer.ranksBefore());
    String after = form(layer.methodAfter(), layer.ranksAfter());
    return before.equals(after) ? after : before + " -> " + after;
  }

  /** For example {@code tucker2 4,6}. */
  private static String form(String method, List<Integer> ranks) {
    if (method == null) {
      return "absent";
    }
    String list = ranks.stream().map(String::valueOf).collect(Collectors.joining(","));
    return list.isEmpty() ? method : method + " " + list;
  }

  private static String arena(Report before, Report after) {
    if (before.ram().arena() == after.ram().arena()
        || before.plan() == null
        || after.plan() == null) {
      return "";
    }
    String then = before.plan().peakLayer();
    String now = after.plan().peakLayer();
    return then.equals(now) ? "peak at " + now : "peak at " + then + " -> " + now;
  }
}
