package lowrank.pipeline.search;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A limit: a number, or a percentage of what the original takes.
 *
 * @param number of bytes or multiplies; not used for a percentage
 * @param percent above 0, or 0 for a number
 */
public record Amount(long number, double percent) {
  private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,6})?)%");
  private static final Pattern NUMBER = Pattern.compile("(\\d{1,12})(?:\\.(\\d{1,6}))?([KkMm]?)");

  /**
   * Parses a number of bytes: {@code 65536}, {@code 64K}, {@code 1.5M} (1024 and 1024²) or {@code
   * 50%}.
   *
   * @throws IllegalArgumentException for anything else, and for nothing at all
   */
  public static Amount bytes(String text) {
    return parse(text, 1024);
  }

  /** The same for a count, of which K is 1000 and M a million. */
  public static Amount count(String text) {
    return parse(text, 1000);
  }

  private static Amount parse(String text, int kilo) {
    Matcher percent = PERCENT.matcher(text);
    if (percent.matches() && Double.parseDouble(percent.group(1)) > 0) {
      return new Amount(0, Double.parseDouble(percent.group(1)));
    }
    Matcher number = NUMBER.matcher(text);
    if (number.matches()) {
      double value =
          Double.parseDouble(
              number.group(1) + (number.group(2) == null ? "" : "." + number.group(2)));
      int power = "KM".indexOf(number.group(3).toUpperCase(Locale.ROOT));
      boolean fraction = number.group(2) != null && number.group(3).isEmpty();
      double unit = number.group(3).isEmpty() ? 1 : StrictMath.pow(kilo, power + 1);
      long whole = (long) Math.floor(value * unit);
      if (whole > 0 && !fraction) {
        return new Amount(whole, 0);
      }
    }
    throw new IllegalArgumentException(text);
  }

  /** The limit, given what the original takes. */
  public long of(long original) {
    return percent > 0 ? (long) Math.floor(original * percent / 100) : number;
  }
}
