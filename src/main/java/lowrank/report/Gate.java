package lowrank.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Holds a report's figures against limits. */
public final class Gate {
  private Gate() {}

  /**
   * Limits; null where there is none.
   *
   * @param accuracy least top-1 accuracy in fixed point, in percent
   */
  public record Limits(Long flash, Long ram, Long multiplies, Long instructions, Double accuracy) {
    /** Whether nothing is limited. */
    public boolean isNone() {
      return equals(new Limits(null, null, null, null, null));
    }
  }

  /**
   * A figure against its limit.
   *
   * @param value null if it was not measured
   * @param within whether the limit holds; a figure that was not measured does not hold it
   * @param note what the value lacks, or how to measure it; empty if nothing
   */
  public record Figure(String figure, Number value, Number limit, boolean within, String note) {
    /** In one line. */
    public String line() {
      String text =
          value == null
              ? figure + ": not measured"
              : value instanceof Double
                  ? String.format(
                      Locale.ROOT,
                      "%s: %.2f, at least %.2f",
                      figure,
                      value.doubleValue(),
                      limit.doubleValue())
                  : String.format(
                      Locale.ROOT,
                      "%s: %,d, at most %,d",
                      figure,
                      value.longValue(),
                      limit.longValue());
      return note.isEmpty() ? text : text + " (" + note + ")";
    }
  }

  /** The limited figures, in the limits' order. */
  public static List<Figure> figures(Report report, Limits limits) {
    List<Figure> figures = new ArrayList<>();
    if (limits.flash() != null) {
      Long code = report.flash().code();
      long bytes = report.flash().weights() + (code == null ? 0 : code);
      String note = code == null ? "without code; `lowrank verify --on qemu` measures it" : "";
      figures.add(atMost("flash", bytes, limits.flash(), note));
    }
    if (limits.ram() != null) {
      Long stack = report.ram().stack();
      long bytes = report.ram().arena() + (stack == null ? 0 : stack);
      String note = stack == null ? "without stack; `lowrank verify --on qemu` measures it" : "";
      figures.add(atMost("ram", bytes, limits.ram(), note));
    }
    if (limits.multiplies() != null) {
      figures.add(atMost("multiplies", report.multiplies().generated(), limits.multiplies(), ""));
    }
    if (limits.instructions() != null) {
      String note = report.instructions() == null ? "`lowrank count --instructions` does" : "";
      figures.add(atMost("instructions", report.instructions(), limits.instructions(), note));
    }
    if (limits.accuracy() != null) {
      Double fixed = report.accuracy().fixed();
      String note = fixed == null ? "build with --holdout and --holdout-labels" : "";
      boolean within = fixed != null && fixed >= limits.accuracy();
      figures.add(new Figure("accuracy", fixed, limits.accuracy(), within, note));
    }
    return figures;
  }

  private static Figure atMost(String name, Long value, long limit, String note) {
    return new Figure(name, value, limit, value != null && value <= limit, note);
  }
}
