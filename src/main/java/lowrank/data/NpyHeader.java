package lowrank.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands before the elements in a {@code .npy} file (NumPy Enhancement Proposal 1, format
 * versions 1.0 to 3.0).
 *
 * @param type NumPy's type code with byte order, e.g. {@code <f4}; the whole description for others
 * @param shape dimensions, outermost first
 * @param length bytes up to the first element
 */
record NpyHeader(String type, boolean fortranOrder, List<Long> shape, long length) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST = 1 << 16;
  private static final Pattern TYPE =
      Pattern.compile("['\"]descr['\"]\\s*:\\s*['\"]([^'\"]*)['\"]");
  private static final Pattern ORDER =
      Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)");
  private static final Pattern SHAPE =
      Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([\\d\\s,L]*)\\)");

  /** Copies the list. */
  NpyHeader {
    shape = List.copyOf(shape);
  }

  /** Whether a file that starts so is a {@code .npy} file. */
  static boolean startsSo(byte[] start) {
    return start.length >= MAGIC.length
        && Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /**
   * Reads a header.
   *
   * @throws UnreadableArrayException with the reason if it is none
   */
  static NpyHeader read(InputStream input) throws IOException {
    byte[] start = input.readNBytes(MAGIC.length + 2);
    if (!startsSo(start)) {
      throw new UnreadableArrayException("it does not start as .npy");
    }
    int major = start.length > MAGIC.length ? start[MAGIC.length] : 0;
    if (major < 1 || major > 3) {
      throw new UnreadableArrayException("format version " + major + " is unknown");
    }
    byte[] size = input.readNBytes(major == 1 ? 2 : 4);
    long length = 0;
    for (int i = size.length - 1; i >= 0; i--) {
      length = length << 8 | (size[i] & 0xff);
    }
    if (length > LONGEST) {
      throw new UnreadableArrayException("its header claims " + length + " bytes");
    }
    byte[] text = input.readNBytes((int) length);
    if (size.length == 0 || text.length < length) {
      throw new UnreadableArrayException("it ends within its header");
    }
    return parse(
        new String(text, StandardCharsets.UTF_8), (long) start.length + size.length + length);
  }

  private static NpyHeader parse(String text, long length) {
    Matcher type = TYPE.matcher(text);
    Matcher order = ORDER.matcher(text);
    Matcher shape = SHAPE.matcher(text);
    if (!order.find() || !shape.find() || !text.contains("descr")) {
      throw new UnreadableArrayException("its header is damaged");
    }
    List<Long> dimensions = new ArrayList<>();
    for (String dimension : shape.group(1).replace("L", "").split(",")) {
      if (!dimension.isBlank()) {
        dimensions.add(parseDimension(dimension.strip()));
      }
    }
    String code = type.find() ? type.group(1) : "structured";
    return new NpyHeader(code, order.group(1).equals("True"), dimensions, length);
  }

  private static long parseDimension(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw new UnreadableArrayException("its header claims a dimension of " + digits);
    }
  }

  /** NumPy's type code without the byte order, e.g. {@code f4}. */
  String code() {
    return type.replaceFirst("^[<>|=]", "");
  }

  /** Byte order of the elements. */
  ByteOrder order() {
    return type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  /**
   * Number of elements.
   *
   * @throws UnreadableArrayException if no Java array could hold them
   */
  int elements() {
    long elements = 1;
    for (long dimension : shape) {
      elements = dimension > Integer.MAX_VALUE ? Integer.MAX_VALUE : elements * dimension;
      if (elements >= Integer.MAX_VALUE) {
        throw new UnreadableArrayException("its header claims the shape " + shape);
      }
    }
    return (int) elements;
  }
}
