package lowrank.tensor;

import java.util.Arrays;

/** An immutable array of integers of one element type with a shape; copies its array in and out. */
public final class IntTensor {
  private final Shape shape;
  private final ElementType type;
  private final int[] values;

  /** Sums, then sums of magnitudes, by outermost index; null until they are asked for. */
  private volatile long[] sums;

  /**
   * A tensor over a copy of {@code values}, in row-major order.
   *
   * @throws IllegalArgumentException if the count differs from the shape's or a value is outside
   *     the type's range
   */
  public IntTensor(Shape shape, ElementType type, int[] values) {
    if (values.length != shape.elements()) {
      throw new IllegalArgumentException(values.length + " values for shape " + shape);
    }
    for (int value : values) {
      if (value < type.minimum() || value > type.maximum()) {
        throw new IllegalArgumentException(value + " does not fit " + type);
      }
    }
    this.shape = shape;
    this.type = type;
    this.values = values.clone();
  }

  /** A one-dimensional tensor of the given values. */
  public static IntTensor vector(ElementType type, int... values) {
    return new IntTensor(Shape.of(values.length), type, values);
  }

  /** The dimensions. */
  public Shape shape() {
    return shape;
  }

  /** Storage type of the elements. */
  public ElementType type() {
    return type;
  }

  /** Number of elements. */
  public int size() {
    return values.length;
  }

  /** Bytes that the elements take. */
  public long bytes() {
    return (long) values.length * type.bytes();
  }

  /** The element at a row-major index. */
  public int at(int index) {
    return values[index];
  }

  /** A copy of the elements in row-major order. */
  public int[] toArray() {
    return values.clone();
  }

  /** Sum of the elements at an outermost index; summed up once. */
  public long sum(int outermost) {
    return sums()[outermost];
  }

  /** The same of their magnitudes. */
  public long magnitude(int outermost) {
    return sums()[shape.dimension(0) + outermost];
  }

  private long[] sums() {
    if (sums == null) {
      int count = shape.dimension(0);
      int length = values.length / count;
      long[] all = new long[2 * count];
      for (int i = 0; i < values.length; i++) {
        all[i / length] += values[i];
        all[count + i / length] += Math.abs((long) values[i]);
      }
      sums = all;
    }
    return sums;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IntTensor tensor
        && shape.equals(tensor.shape)
        && type == tensor.type
        && Arrays.equals(values, tensor.values);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return type + "[" + shape + "]";
  }
}
