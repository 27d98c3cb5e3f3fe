package lowrank.data;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.tensor.Shape;

/**
 * Samples of one shape, kept in the element type in which they were stored. All values are finite.
 */
public final class Samples {
  private final String name;
  private final int count;
  private final Shape shape;
  private final int elements;
  private final DataType type;
  private final IntToDoubleFunction values;

  private Samples(String name, int count, Shape shape, DataType type, IntToDoubleFunction values) {
    this.name = name;
    this.count = count;
    this.shape = shape;
    this.elements = shape.elements();
    this.type = type;
    this.values = values;
  }

  /**
   * Reads a {@code .npy} file, or a {@code .npz} archive with one array or one called {@code x}.
   * The first dimension counts the samples.
   *
   * @throws CompileException UNREADABLE_FILE, NOT_AN_ARRAY, DATA_TYPE or NON_FINITE_DATA
   */
  public static Samples read(Path path) {
    ArrayFile file = ArrayFile.read(path, "x");
    int count = file.shape().get(0);
    Shape shape = new Shape(file.shape().subList(1, file.shape().size()));
    Samples samples = new Samples(file.name(), count, shape, file.type(), file.values());
    if (!file.type().integral()) {
      samples.checkFinite();
    }
    return samples;
  }

  /** Samples over a copy of float32 values, sample after sample. */
  public static Samples of(String name, Shape shape, float[] values) {
    float[] copy = values.clone();
    Samples samples =
        new Samples(name, count(shape, values.length), shape, DataType.FLOAT32, i -> copy[i]);
    samples.checkFinite();
    return samples;
  }

  /** Samples over a copy of int8 values, sample after sample. */
  public static Samples of(String name, Shape shape, byte[] values) {
    byte[] copy = values.clone();
    return new Samples(name, count(shape, values.length), shape, DataType.INT8, i -> copy[i]);
  }

  private static int count(Shape shape, int values) {
    if (values % shape.elements() != 0) {
      throw new IllegalArgumentException(values + " values for samples of " + shape);
    }
    return values / shape.elements();
  }

  private void checkFinite() {
    for (int i = 0; i < count * shape.elements(); i++) {
      if (!Double.isFinite(values.applyAsDouble(i))) {
        throw new CompileException(Fault.NON_FINITE_DATA, name, i / shape.elements());
      }
    }
  }

  /** Where the samples are from, for messages. */
  public String name() {
    return name;
  }

  /** Number of samples, at least 1 if they were read from a file. */
  public int count() {
    return count;
  }

  /** Dimensions of one sample as stored. */
  public Shape shape() {
    return shape;
  }

  /** Element type as stored. */
  public DataType type() {
    return type;
  }

  /** Element {@code index}, in stored order, of a sample. */
  public double at(int sample, int index) {
    return values.applyAsDouble(sample * elements + index);
  }

  /** The first {@code limit} samples; these if there are not more. */
  public Samples first(int limit) {
    return new Samples(name, Math.min(limit, count), shape, type, values);
  }

  @Override
  public String toString() {
    return count + " samples " + type + Arrays.toString(shape.dimensions().toArray());
  }
}
