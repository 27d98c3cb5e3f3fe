package lowrank.report;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What changed from one report to another.
 *
 * @param before name and target of the first
 * @param after name and target of the second
 * @param totals all figures, also those that stayed
 * @param layers the source layers that changed, appeared or went, in network order
 */
public record ReportDiff(
    String before, String after, List<Total> totals, List<LayerChange> layers) {
  /** Copies the lists. */
  public ReportDiff {
    totals = List.copyOf(totals);
    layers = List.copyOf(layers);
  }

  /**
   * A figure of the whole.
   *
   * @param before null if it was not measured
   * @param after null if it was not measured
   * @param change null unless both were measured
   * @param why what made the difference; empty if there is none or nothing is known
   */
  public record Total(String figure, Number before, Number after, Number change, String why) {
    static Total of(String figure, Number before, Number after, String why) {
      Number change = null;
      if (before instanceof Double a && after instanceof Double b) {
        change = b - a;
      } else if (before instanceof Long a && after instanceof Long b) {
        change = b - a;
      }
      return new Total(figure, before, after, change, why);
    }
  }

  /**
   * A layer that changed.
   *
   * @param methodBefore null if there was no such layer, as the ranks
   * @param methodAfter null if there is no such layer any more, as the ranks
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record LayerChange(
      String name,
      String methodBefore,
      String methodAfter,
      List<Integer> ranksBefore,
      List<Integer> ranksAfter,
      long bytesBefore,
      long bytesAfter,
      long multipliesBefore,
      long multipliesAfter) {
    /** Change in bytes. */
    long bytes() {
      return bytesAfter - bytesBefore;
    }

    /** Change in multiplies. */
    long multiplies() {
      return multipliesAfter - multipliesBefore;
    }
  }

  /** From {@code before} to {@code after}. */
  public static ReportDiff of(Report before, Report after) {
    List<LayerChange> layers = layers(before, after);
    return new ReportDiff(
        before.name() + " for " + before.target(),
        after.name() + " for " + after.target(),
        ReportTotals.of(before, after, layers),
        layers);
  }

  private static List<LayerChange> layers(Report before, Report after) {
    Map<String, LayerEntry> old = byName(before);
    Map<String, LayerEntry> now = byName(after);
    Set<String> names = new LinkedHashSet<>(now.keySet());
    names.addAll(old.keySet());
    List<LayerChange> changes = new ArrayList<>();
    for (String name : names) {
      LayerChange change = change(name, old.get(name), now.get(name));
      boolean same =
          Objects.equals(change.methodBefore(), change.methodAfter())
              && Objects.equals(change.ranksBefore(), change.ranksAfter())
              && change.bytes() == 0
              && change.multiplies() == 0;
      if (!same) {
        changes.add(change);
      }
    }
    return changes;
  }

  private static Map<String, LayerEntry> byName(Report report) {
    Map<String, LayerEntry> layers = new LinkedHashMap<>();
    report.layers().forEach(layer -> layers.put(layer.name(), layer));
    return layers;
  }

  private static LayerChange change(String name, LayerEntry old, LayerEntry now) {
    return new LayerChange(
        name,
        old == null ? null : old.method(),
        now == null ? null : now.method(),
        old == null ? null : old.ranks(),
        now == null ? null : now.ranks(),
        old == null ? 0 : old.bytes(),
        now == null ? 0 : now.bytes(),
        old == null ? 0 : old.multiplies(),
        now == null ? 0 : now.multiplies());
  }
}
