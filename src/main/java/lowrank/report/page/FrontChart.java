package lowrank.report.page;

import java.util.Locale;
import java.util.stream.DoubleStream;
import lowrank.report.BuildEntry;
import lowrank.report.BuildEntry.FrontPoint;
import lowrank.report.Report;

/** The curve of least predicted loss against multiplies, with the chosen point. */
final class FrontChart {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 420;
  private static final int LEFT = 80;
  private static final int RIGHT = 30;
  private static final int TOP = 30;
  private static final int BOTTOM = 60;
  private static final int TICKS = 5;

  /** Decades below the largest loss that the axis shows at most. */
  private static final int DECADES = 8;

  private final BuildEntry build;
  private final double original;
  private final int highest;
  private final int lowest;

  private FrontChart(Report report) {
    build = report.build();
    original = Math.max(1, report.multiplies().original());
    double[] losses =
        DoubleStream.concat(
                DoubleStream.of(build.chosen().loss()),
                build.front().stream().mapToDouble(FrontPoint::loss))
            .filter(loss -> loss > 0)
            .map(StrictMath::log10)
            .sorted()
            .toArray();
    highest = losses.length == 0 ? 0 : (int) Math.ceil(losses[losses.length - 1]);
    int smallest = losses.length == 0 ? 0 : (int) Math.floor(losses[0]);
    lowest = Math.min(highest - 1, Math.max(highest - DECADES, smallest));
  }

  /** The picture; empty if there was no search. */
  static String svg(Report report) {
    BuildEntry build = report.build();
    return build == null || build.front().isEmpty() || build.chosen() == null
        ? ""
        : new FrontChart(report).draw();
  }

  private String draw() {
    Svg svg =
        Svg.inPage(
            WIDTH,
            HEIGHT,
            String.format(
                Locale.ROOT,
                "Least predicted loss against multiplies; chosen: %.1f %% of the multiplies",
                100 * build.chosen().multiplies() / original));
    axes(svg);
    double[] points = new double[2 * build.front().size()];
    for (int i = 0; i < build.front().size(); i++) {
      points[2 * i] = x(build.front().get(i).multiplies());
      points[2 * i + 1] = y(build.front().get(i).loss());
    }
    svg.path(points, "curve");
    build.front().forEach(point -> dot(svg, point, 3.5, "dot"));
    if (build.budget() != null && build.budget().multiplies() != null) {
      double limit = x(build.budget().multiplies());
      svg.line(limit, TOP, limit, HEIGHT - BOTTOM, "limit");
      svg.text(limit + 6, TOP + 14, "start", "label", "budget");
    }
    dot(svg, build.chosen(), 8, "chosen");
    svg.text(
        x(build.chosen().multiplies()) + 14,
        y(build.chosen().loss()) - 10,
        "start",
        "strong",
        "chosen");
    return svg.finished();
  }

  private void axes(Svg svg) {
    for (int i = 0; i <= TICKS; i++) {
      double share = (double) i / TICKS;
      double x = x(share * original);
      svg.line(x, TOP, x, HEIGHT - BOTTOM, "grid");
      svg.text(
          x,
          HEIGHT - BOTTOM + 22,
          "middle",
          "label",
          String.format(Locale.ROOT, "%.0f %%", 100 * share));
    }
    for (int decade = lowest; decade <= highest; decade++) {
      double y = y(StrictMath.pow(10, decade));
      svg.line(LEFT, y, WIDTH - RIGHT, y, "grid");
      svg.text(LEFT - 8, y + 5, "end", "label", power(decade));
    }
    svg.text(
        (LEFT + WIDTH - RIGHT) / 2.0,
        HEIGHT - 12,
        "middle",
        "label",
        "multiplies, of the original's");
    svg.text(LEFT, TOP - 14, "start", "label", "predicted loss, logarithmic");
  }

  private void dot(Svg svg, FrontPoint point, double radius, String style) {
    svg.circle(
        x(point.multiplies()),
        y(point.loss()),
        radius,
        style,
        String.format(
            Locale.ROOT,
            "%,d multiplies, %,d bytes of weights, predicted loss %.4g",
            point.multiplies(),
            point.bytes(),
            point.loss()));
  }

  private double x(double multiplies) {
    return LEFT + Math.min(1, multiplies / original) * (WIDTH - LEFT - RIGHT);
  }

  private static String power(int decade) {
    return decade >= -3 && decade <= 3
        ? String.format(Locale.ROOT, "%." + Math.max(0, -decade) + "f", StrictMath.pow(10, decade))
        : "1e" + decade;
  }

  /** Logarithmic; what is below the axis lies on its end. */
  private double y(double loss) {
    double exponent = loss > 0 ? StrictMath.log10(loss) : lowest;
    double share = Math.max(0, (exponent - lowest) / (highest - lowest));
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
  }
}
