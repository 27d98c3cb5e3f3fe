package lowrank.report.page;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lowrank.report.PlanEntry;
import lowrank.report.Report;
import lowrank.template.Templates;

/**
 * The arena as a map: a column for each step, the bytes from bottom to top, a box for every stretch
 * that holds values. Boxes that lie over each other are outputs that replace their inputs while
 * these are read. Of several banks of RAM the arenas lie one above the other.
 */
public final class ArenaChart {
  /** The picture's file name in a generated folder. */
  public static final String FILE = "arena.svg";

  private static final int NARROWEST = 900;
  private static final int COLUMN = 40;
  private static final int HEIGHT = 420;
  private static final int LEFT = 80;
  private static final int RIGHT = 10;
  private static final int TOP = 36;
  private static final int BOTTOM = 50;
  private static final int TICKS = 4;

  /** Pixels that a character takes on average in the map. */
  private static final double CHARACTER = 7.5;

  private static final Pattern VARIABLE = Pattern.compile("(--\\w+): (#\\w+)");

  private final PlanEntry plan;
  private final long arena;
  private final int width;
  private final double column;

  private ArenaChart(Report report) {
    plan = report.plan();
    arena = Math.max(1, report.ram().arena());
    int columns = plan.steps().size() + 2;
    width = Math.max(NARROWEST, LEFT + RIGHT + columns * COLUMN);
    column = (double) (width - LEFT - RIGHT) / columns;
  }

  /** The picture for the page; empty if the report has no plan. */
  static String svg(Report report) {
    if (report.plan() == null) {
      return "";
    }
    ArenaChart chart = new ArenaChart(report);
    return chart.draw(Svg.inPage(chart.width, HEIGHT, chart.label()));
  }

  /** The picture as a file, in the colours of the page by day. */
  public static String file(Report report) {
    ArenaChart chart = new ArenaChart(report);
    Svg svg = Svg.alone(chart.width, HEIGHT, report.name() + ": " + chart.label(), style());
    svg.rect(0, 0, chart.width, HEIGHT, "paper", "");
    svg.text(LEFT, 16, "start", "strong", chart.label());
    return chart.draw(svg) + "\n";
  }

  /** The rules for charts with the colours put in, for viewers that know no variables. */
  private static String style() {
    Templates templates = Templates.in("/templates/report");
    String rules = templates.render("chart.css", Map.of());
    String palette = templates.render("palette.css", Map.of());
    Matcher variable = VARIABLE.matcher(palette.substring(0, palette.indexOf('}')));
    while (variable.find()) {
      rules = rules.replace("var(" + variable.group(1) + ")", variable.group(2));
    }
    return "\n" + rules;
  }

  private String label() {
    return String.format(
        Locale.ROOT,
        "What lies where in the arena of %,d bytes during each of %d steps; most, %,d bytes, first"
            + " during %s",
        arena,
        plan.steps().size(),
        plan.liveBytes(plan.peakStep()),
        plan.peakLayer());
  }

  private String draw(Svg svg) {
    for (int i = 0; i <= TICKS; i++) {
      double bytes = (double) arena * i / TICKS;
      svg.line(LEFT, y(bytes), width - RIGHT, y(bytes), "grid");
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
    banks(svg);
    steps(svg);
    return svg.finished();
  }

  private void place(Svg svg, PlanEntry.Place place) {
    double left = x(place.first());
    double wide = x(place.last() + 1) - left;
    double top = y(place.end());
    double height = y(place.offset()) - top;
    String name = Text.name(String.join(" = ", place.values()));
    String title =
        String.format(
            Locale.ROOT,
            "%s%s: %,d bytes at %,d, %s to %s",
            name,
            place.scratch() ? " (working memory)" : "",
            place.bytes(),
            place.offset(),
            step(place.first()),
            step(place.last()));
    svg.rect(left, top, wide, height, place.scratch() ? "scratch" : "value", title);
    int fitting = (int) ((wide - 8) / CHARACTER);
    if (fitting >= 3 && height >= 16) {
      svg.text(
          left + 4,
          top + Math.min(height, 28) / 2 + 5,
          "start",
          "inside",
          Text.ending(name, fitting));
    }
  }

  /** As the table beside the map names steps. */
  private String step(int index) {
    return index < 0 ? "input" : index >= plan.steps().size() ? "output" : "step " + (index + 1);
  }

  /** Where each of several arenas starts. */
  private void banks(Svg svg) {
    long start = 0;
    for (PlanEntry.Bank bank : plan.banks()) {
      if (plan.banks().size() > 1) {
        svg.line(8, y(start), width - RIGHT, y(start), "bank");
        svg.text(8, y(start) - 6, "start", "strong", bank.name());
      }
      start += bank.bytes();
    }
  }

  /** Numbers of the steps, as many as fit. */
  private void steps(Svg svg) {
    int every = Math.max(1, (int) Math.ceil(3.2 * CHARACTER / column));
    for (int step = 0; step < plan.steps().size(); step += every) {
      svg.text(
          x(step) + column / 2, HEIGHT - BOTTOM + 20, "middle", "label", String.valueOf(step + 1));
    }
    double middle = (LEFT + width - RIGHT) / 2.0;
    svg.text(middle, HEIGHT - 8, "middle", "label", "step (input left, output right)");
    svg.text(LEFT - 8, 14, "end", "label", "bytes");
  }

  private double x(int step) {
    return LEFT + (step + 1) * column;
  }

  private double y(double bytes) {
    return HEIGHT - BOTTOM - bytes / arena * (HEIGHT - TOP - BOTTOM);
  }
}
