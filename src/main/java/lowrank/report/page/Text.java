package lowrank.report.page;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Numbers and names as the page shows them. */
final class Text {
  private Text() {}

  /** Grouped by thousands. */
  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A percentage of a whole with one decimal; {@code -} of nothing. */
  static String percent(long part, long whole) {
    return whole == 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
  }

  /** Bytes, from 10 KiB upwards in binary units. */
  static String bytes(long value) {
    return value < 10 * 1024
        ? number(value) + " B"
        : String.format(Locale.ROOT, "%,.1f KiB", value / 1024.0);
  }

  /** A width in percent for a style sheet, at most 100. */
  static String width(double share) {
    return String.format(Locale.ROOT, "%.1f", Math.max(0, Math.min(100, 100 * share)));
  }

  /** For example {@code 4, 6}. */
  static String list(List<Integer> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  /**
   * A name from a model without characters that no document may hold or that reorder or hide what
   * stands beside them; they become U+FFFD.
   */
  static String name(String text) {
    return String.valueOf(text).replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}]", "\uFFFD");
  }

  /** A kernel's shape, e.g. {@code 3x3 16->16}, with an arrow. */
  static String shape(String text) {
    return name(text).replace("->", "\u2192");
  }

  /** For HTML text and attributes in quotes. */
  static String escaped(String text) {
    return name(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** The last characters, where names differ; an ellipsis stands for those before. */
  static String ending(String text, int length) {
    int points = text.codePointCount(0, text.length());
    int left = Math.max(0, points - length + 1);
    return points <= length ? text : "\u2026" + text.substring(text.offsetByCodePoints(0, left));
  }
}
