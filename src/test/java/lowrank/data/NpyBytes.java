package lowrank.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files in NumPy's format, right and wrong, put together byte by byte. */
public final class NpyBytes {
  private NpyBytes() {}

  /** A file of format version {@code major}.0. */
  public static byte[] file(
      int major, String type, boolean fortran, String shape, byte[] elements) {
    String dictionary =
        "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }\n"
            .formatted(type, fortran ? "True" : "False", shape);
    byte[] text = dictionary.getBytes(StandardCharsets.UTF_8);
    ByteBuffer start = ByteBuffer.allocate(major == 1 ? 10 : 12).order(ByteOrder.LITTLE_ENDIAN);
    start.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) major, 0});
    if (major == 1) {
      start.putShort((short) text.length);
    } else {
      start.putInt(text.length);
    }
    return join(start.array(), text, elements);
  }

  public static byte[] file(String type, String shape, byte[] elements) {
    return file(1, type, false, shape, elements);
  }

  public static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  public static byte[] floats(ByteOrder order, float... values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(order);
    for (float value : values) {
      buffer.putFloat(value);
    }
    return buffer.array();
  }

  public static byte[] doubles(double... values) {
    ByteBuffer buffer = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      buffer.putDouble(value);
    }
    return buffer.array();
  }

  public static byte[] longs(ByteOrder order, int width, long... values) {
    ByteBuffer buffer = ByteBuffer.allocate(width * values.length).order(order);
    for (long value : values) {
      switch (width) {
        case 2 -> buffer.putShort((short) value);
        case 4 -> buffer.putInt((int) value);
        default -> buffer.putLong(value);
      }
    }
    return buffer.array();
  }

  public static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  /** An archive of entries given as name, content, name, content. */
  public static byte[] archive(Object... entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < entries.length; i += 2) {
        zip.putNextEntry(new ZipEntry((String) entries[i]));
        zip.write((byte[]) entries[i + 1]);
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  public static Path save(Path folder, String name, byte[] content) {
    try {
      return Files.write(folder.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
