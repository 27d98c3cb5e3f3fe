package lowrank.data;

import java.nio.ByteOrder;
import java.nio.file.Path;
import lowrank.diagnostic.CompileException;
import org.jetbrains.bio.npy.NpyFile;

/** Writes arrays as {@code .npy} files, as a whole or not at all. */
public final class NpyWriter {
  private NpyWriter() {}

  /**
   * Writes float32 values.
   *
   * @param shape dimensions, outermost first
   * @throws IllegalArgumentException if the shape has another number of elements
   * @throws CompileException OUTPUT_UNWRITABLE
   */
  public static void write(Path path, float[] values, int... shape) {
    check(values.length, shape);
    AtomicFile.write(path, part -> NpyFile.write(part, values, shape, ByteOrder.LITTLE_ENDIAN));
  }

  /**
   * Writes int8 values.
   *
   * @param shape dimensions, outermost first
   * @throws IllegalArgumentException if the shape has another number of elements
   * @throws CompileException OUTPUT_UNWRITABLE
   */
  public static void write(Path path, byte[] values, int... shape) {
    check(values.length, shape);
    AtomicFile.write(path, part -> NpyFile.write(part, values, shape));
  }

  private static void check(int values, int... shape) {
    long elements = 1;
    for (int dimension : shape) {
      elements *= dimension;
    }
    if (values != elements) {
      throw new IllegalArgumentException(values + " values for " + elements + " elements");
    }
  }
}
