package lowrank.target;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, written plainly or with a binary K or M. */
public record MemorySize(long bytes) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,12})([KM]?)");

  /**
   * Parses {@code 65536}, {@code 64K} or {@code 1M}.
   *
   * @throws IllegalArgumentException for anything else
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static MemorySize parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text + " is not a size such as 65536, 64K or 1M");
    }
    long unit =
        switch (matcher.group(2)) {
          case "K" -> 1024;
          case "M" -> 1024 * 1024;
          default -> 1;
        };
    return new MemorySize(Math.multiplyExact(Long.parseLong(matcher.group(1)), unit));
  }

  /**
   * A number of bytes without a unit.
   *
   * @throws IllegalArgumentException if it is negative
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static MemorySize ofBytes(long bytes) {
    return parse(String.valueOf(bytes));
  }

  /** Bytes with the largest unit that divides them. */
  @Override
  public String toString() {
    if (bytes > 0 && bytes % (1024 * 1024) == 0) {
      return bytes / (1024 * 1024) + "M";
    }
    return bytes > 0 && bytes % 1024 == 0 ? bytes / 1024 + "K" : String.valueOf(bytes);
  }
}
