package lowrank.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntToDoubleFunction;

/** Reads an array's elements and keeps them in their own type. */
final class ElementReader {
  /** Bytes read at a time; a multiple of every element size. */
  private static final int CHUNK = 1 << 16;

  private final InputStream input;
  private final ByteOrder order;

  private ElementReader(InputStream input, ByteOrder order) {
    this.input = input;
    this.order = order;
  }

  /**
   * Reads {@code count} elements from where {@code input} stands.
   *
   * @throws UnreadableArrayException if there are fewer
   */
  static IntToDoubleFunction read(InputStream input, DataType type, ByteOrder order, int count)
      throws IOException {
    ElementReader reader = new ElementReader(input, order);
    return switch (type) {
      case UINT8 -> reader.unsigned(count);
      case INT8 -> reader.signed(count);
      case INT16 -> reader.shorts(count);
      case INT32 -> reader.integers(count);
      case INT64 -> reader.longs(count);
      case FLOAT32 -> reader.floats(count);
      case FLOAT64 -> reader.doubles(count);
    };
  }

  private IntToDoubleFunction unsigned(int count) throws IOException {
    byte[] values = bytes(count);
    return i -> values[i] & 0xff;
  }

  private IntToDoubleFunction signed(int count) throws IOException {
    byte[] values = bytes(count);
    return i -> values[i];
  }

  private IntToDoubleFunction shorts(int count) throws IOException {
    short[] values = new short[count];
    chunks(count, 2, (part, first, size) -> part.asShortBuffer().get(values, first, size));
    return i -> values[i];
  }

  private IntToDoubleFunction integers(int count) throws IOException {
    int[] values = new int[count];
    chunks(count, 4, (part, first, size) -> part.asIntBuffer().get(values, first, size));
    return i -> values[i];
  }

  private IntToDoubleFunction longs(int count) throws IOException {
    long[] values = new long[count];
    chunks(count, 8, (part, first, size) -> part.asLongBuffer().get(values, first, size));
    return i -> values[i];
  }

  private IntToDoubleFunction floats(int count) throws IOException {
    float[] values = new float[count];
    chunks(count, 4, (part, first, size) -> part.asFloatBuffer().get(values, first, size));
    return i -> values[i];
  }

  private IntToDoubleFunction doubles(int count) throws IOException {
    double[] values = new double[count];
    chunks(count, 8, (part, first, size) -> part.asDoubleBuffer().get(values, first, size));
    return i -> values[i];
  }

  /** Takes some elements. */
  private interface Chunk {
    void take(ByteBuffer bytes, int first, int count);
  }

  private void chunks(int count, int width, Chunk chunk) throws IOException {
    int perChunk = CHUNK / width;
    for (int first = 0; first < count; first += perChunk) {
      int size = Math.min(perChunk, count - first);
      chunk.take(ByteBuffer.wrap(bytes(size * width)).order(order), first, size);
    }
  }

  private byte[] bytes(int count) throws IOException {
    byte[] bytes = input.readNBytes(count);
    if (bytes.length < count) {
      throw new UnreadableArrayException("cut short within its elements");
    }
    return bytes;
  }
}
