package lowrank.report.page;

import java.util.Locale;
import lowrank.report.PlanEntry;
import lowrank.report.Report;

/** The arena as a map: a column for each step, the bytes from bottom to top. */
final class ArenaChart {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 420;
  private static final int LEFT = 80;
  private static final int RIGHT = 10;
  private static final int TOP = 20;
  private static final int BOTTOM = 50;
  private static final int TICKS = 4;

  /** Pixels that a character takes on average in the map. */
  private static final double CHARACTER = 7.5;

  private final PlanEntry plan;
  private final double arena;
  private final double column;

  private ArenaChart(Report report) {
    plan = report.plan();
    arena = Math.max(1, report.ram().arena());
    column = (double) (WIDTH - LEFT - RIGHT) / (plan.steps().size() + 2);
  }

  /** The picture; empty if the report has no plan. */
  static String svg(Report report) {
    return report.plan() == null ? "" : new ArenaChart(report).draw();
  }

  private String draw() {
    Svg svg =
        new Svg(
            WIDTH,
            HEIGHT,
            String.format(
                Locale.ROOT,
                "What lies where in the arena of %,d bytes during each of %d steps; most, %,d"
                    + " bytes, during %s",
                (long) arena,
                plan.steps().size(),
                plan.liveBytes(plan.peakStep()),
                plan.peakLayer()));
    for (int i = 0; i <= TICKS; i++) {
      double bytes = arena * i / TICKS;
      svg.line(LEFT, y(bytes), WIDTH - RIGHT, y(bytes), "grid");
      svg.text(LEFT - 8, y(bytes) + 5, "end", "label", Text.number((long) bytes));
    }
    plan.places().forEach(place -> place(svg, place));
    svg.rect(
        x(plan.peakStep()),
        TOP,
        column,
        HEIGHT - TOP - BOTTOM,
        "peak",
        "most bytes in use: " + plan.peakLayer());
    steps(svg);
    return svg.finished();
  }

  private void place(Svg svg, PlanEntry.Place place) {
    double left = x(place.first());
    double width = x(place.last() + 1) - left;
    double top = y(place.offset() + place.bytes());
    double height = y(place.offset()) - top;
    String title =
        String.format(
            Locale.ROOT,
            "%s%s: %,d bytes at %,d, steps %d to %d",
            place.value(),
            place.scratch() ? " (working memory)" : "",
            place.bytes(),
            place.offset(),
            place.first() + 1,
            place.last() + 1);
    svg.rect(left, top, width, height, place.scratch() ? "scratch" : "value", title);
    int fitting = (int) ((width - 8) / CHARACTER);
    if (fitting >= 3 && height >= 16) {
      svg.text(
          left + 4,
          top + Math.min(height, 28) / 2 + 5,
          "start",
          "inside",
          Text.ending(Text.name(place.value()), fitting));
    }
  }

  /** Numbers of the steps, as many as fit. */
  private void steps(Svg svg) {
    int every = Math.max(1, (int) Math.ceil(3.2 * CHARACTER / column));
    for (int step = 0; step < plan.steps().size(); step += every) {
      svg.text(
          x(step) + column / 2, HEIGHT - BOTTOM + 20, "middle", "label", String.valueOf(step + 1));
    }
    svg.text(
        (LEFT + WIDTH - RIGHT) / 2.0,
        HEIGHT - 8,
        "middle",
        "label",
        "step (input left, output right)");
    svg.text(LEFT - 8, 12, "end", "label", "bytes");
  }

  private double x(int step) {
    return LEFT + (step + 1) * column;
  }

  private double y(double bytes) {
    return HEIGHT - BOTTOM - bytes / arena * (HEIGHT - TOP - BOTTOM);
  }
}
