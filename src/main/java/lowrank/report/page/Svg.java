package lowrank.report.page;

import java.util.Locale;

/** A picture under construction; all text is escaped. Colours come from the page's style sheet. */
final class Svg {
  private final StringBuilder text = new StringBuilder();

  private Svg() {}

  /**
   * An empty picture for a page, which has the style sheet.
   *
   * @param label what it shows, for those who cannot see it
   */
  static Svg inPage(int width, int height, String label) {
    Svg svg = new Svg();
    svg.add(
        "<svg viewBox=\"0 0 %d %d\" style=\"min-width:%dpx\" role=\"img\" aria-label=\"%s\">",
        width, height, width * 7 / 10, Text.escaped(label));
    return svg;
  }

  /**
   * An empty picture for a file of its own.
   *
   * @param style all that it needs of a style sheet, without characters that XML reserves
   */
  static Svg alone(int width, int height, String label, String style) {
    Svg svg = new Svg();
    svg.add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\""
            + " viewBox=\"0 0 %1$d %2$d\" role=\"img\">\n<title>%3$s</title>\n<style>%4$s</style>",
        width, height, Text.escaped(label), style);
    return svg;
  }

  /** A rectangle; browsers show the title under the pointer. */
  void rect(double x, double y, double width, double height, String style, String title) {
    add(
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" class=\"%s\"><title>%s</title></rect>",
        x, y, Math.max(width, 0.5), Math.max(height, 0.5), style, Text.escaped(title));
  }

  /** A point with a title. */
  void circle(double x, double y, double radius, String style, String title) {
    add(
        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" class=\"%s\"><title>%s</title></circle>",
        x, y, radius, style, Text.escaped(title));
  }

  /** A straight line. */
  void line(double x1, double y1, double x2, double y2, String style) {
    add(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"%s\"/>",
        x1, y1, x2, y2, style);
  }

  /**
   * A line of text.
   *
   * @param anchor {@code start}, {@code middle} or {@code end}
   */
  void text(double x, double y, String anchor, String style, String content) {
    add(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\">%s</text>",
        x, y, anchor, style, Text.escaped(content));
  }

  /** The path through points, given as alternating x and y. */
  void path(double[] points, String style) {
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < points.length; i += 2) {
      list.append(
          String.format(Locale.ROOT, "%s%.1f,%.1f", i == 0 ? "" : " ", points[i], points[i + 1]));
    }
    add("<polyline points=\"%s\" class=\"%s\"/>", list, style);
  }

  private void add(String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }

  /** The finished element. */
  String finished() {
    return text + "</svg>";
  }
}
