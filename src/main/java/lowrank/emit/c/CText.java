package lowrank.emit.c;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import lowrank.tensor.ElementType;

/** Pieces of C text that no template can form. */
public final class CText {
  /** Columns that comments and tables of numbers stay below. */
  static final int WIDTH = 100;

  private static final int COMMENT_WIDTH = WIDTH - 4;

  private CText() {}

  /** The C type of an element; the only place that says so. */
  public static String type(ElementType type) {
    return switch (type) {
      case INT8 -> "int8_t";
      case INT16 -> "int16_t";
      case INT32 -> "int32_t";
    };
  }

  /** {@link String#format} without a locale. */
  public static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  /** A name from outside, made harmless inside a comment. */
  static String comment(String text) {
    return text.replaceAll("[^\\x20-\\x7e]", "?")
        .replace("*/", "* /")
        .replace("/*", "/ *")
        .replace("??/", "?? /")
        .replaceAll("\\\\$", "");
  }

  /** A name from outside, made harmless inside a string. */
  static String string(String text) {
    return text.replaceAll("[^\\x20-\\x7e]|[\\\\\"]", "?").replace("??", "? ");
  }

  /** A text from outside on one line of printable ASCII without quotes and backslashes. */
  public static String ascii(String text) {
    return text.replaceAll("[^\\x20-\\x7e]|[\\\\\"$]", "?");
  }

  /** A string literal of a text's bytes in UTF-8, whatever they are. */
  static String literal(String text) {
    StringBuilder literal = new StringBuilder("\"");
    for (byte part : text.getBytes(StandardCharsets.UTF_8)) {
      int character = part & 0xff;
      boolean plain = character >= ' ' && character <= '~' && "\"\\?".indexOf(character) < 0;
      literal.append(plain ? String.valueOf((char) character) : format("\\%03o", character));
    }
    return literal.append('"').toString();
  }

  /** A decimal literal that every compiler reads back as the same double. */
  static String doubleLiteral(double value) {
    String digits = significant(value, 17);
    return digits.contains(".") || digits.contains("E") ? digits : digits + ".0";
  }

  /** Comment lines of limited width, broken between words where possible. */
  static List<String> wrap(List<String> sentences) {
    List<String> lines = new ArrayList<>();
    for (String sentence : sentences) {
      String rest = comment(sentence).strip();
      while (rest.length() > COMMENT_WIDTH) {
        int space = rest.lastIndexOf(' ', COMMENT_WIDTH);
        int end = space > 0 ? space : COMMENT_WIDTH;
        lines.add(rest.substring(0, end).stripTrailing());
        rest = rest.substring(end).strip();
      }
      lines.add(rest);
    }
    return lines;
  }

  /** A decimal literal that every compiler reads back as the same float. */
  static String floatLiteral(float value) {
    String digits = significant(value, 9);
    return digits.contains(".") || digits.contains("E") ? digits + "f" : digits + ".0f";
  }

  /** A number rounded to some significant digits, the same on every Java version. */
  static String significant(double value, int digits) {
    return new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros().toString();
  }

  /** Comma-separated values in lines of limited width, the last line without a comma. */
  static List<String> table(int[] values) {
    return table(IntStream.of(values).mapToObj(CText::integer).toList());
  }

  /** The same of words in hexadecimal. */
  static List<String> hexadecimal(int[] words) {
    return table(IntStream.of(words).mapToObj(CText::hexadecimal).toList());
  }

  private static String hexadecimal(int word) {
    String digits = Integer.toHexString(word);
    return "0x" + "0".repeat(8 - digits.length()) + digits + "u";
  }

  private static List<String> table(List<String> values) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      String value = values.get(i) + (i == values.size() - 1 ? "" : ",");
      if (line.length() + value.length() + 1 > WIDTH - 5) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(value);
    }
    lines.add(line.toString());
    return lines;
  }

  /** A decimal literal of type int; the smallest has none. */
  static String integer(int value) {
    return value == Integer.MIN_VALUE ? "(-2147483647 - 1)" : String.valueOf(value);
  }

  /** {@code " + 5"}, {@code " - 5"} or nothing. */
  public static String plus(int value) {
    return value == 0 ? "" : value > 0 ? " + " + value : " - " + -(long) value;
  }

  /** {@code &array[index]}, shortened where the index is 0. */
  static String place(String array, String index) {
    return index.equals("0") || index.isEmpty() ? array : "&" + array + "[" + index + "]";
  }

  /** {@code variable * factor}, shortened where the factor is 1. */
  public static String times(String variable, int factor) {
    return factor == 1 ? variable : variable + " * " + factor;
  }
}
