package lowrank.tensor;

import java.util.Arrays;

/** An immutable array of float32 values with a shape; copies its array in and out. */
public final class Tensor {
  private final Shape shape;
  private final float[] values;

  /**
   * A tensor over a copy of {@code values}, in row-major order.
   *
   * @throws IllegalArgumentException if the number of values differs from the shape's
   */
  public Tensor(Shape shape, float[] values) {
    this(shape, values.clone(), true);
  }

  private Tensor(Shape shape, float[] values, boolean owned) {
    if (!owned || values.length != shape.elements()) {
      throw new IllegalArgumentException(values.length + " values for shape " + shape);
    }
    this.shape = shape;
    this.values = values;
  }

  /** A tensor of zeros. */
  public static Tensor zeros(Shape shape) {
    return new Tensor(shape, new float[shape.elements()], true);
  }

  /** A one-dimensional tensor of the given values. */
  public static Tensor vector(float... values) {
    return new Tensor(Shape.of(values.length), values);
  }

  /** Rounds every value to float32. */
  public static Tensor fromDoubles(Shape shape, double[] values) {
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = (float) values[i];
    }
    return new Tensor(shape, rounded, true);
  }

  /** The dimensions. */
  public Shape shape() {
    return shape;
  }

  /** Number of elements. */
  public int size() {
    return values.length;
  }

  /** The element at a row-major index. */
  public float at(int index) {
    return values[index];
  }

  /** A copy of the elements in row-major order. */
  public float[] toArray() {
    return values.clone();
  }

  /** The elements widened to double, row-major. */
  public double[] toDoubles() {
    double[] widened = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      widened[i] = values[i];
    }
    return widened;
  }

  /** The same elements under another shape of equal size. */
  public Tensor reshape(Shape replacement) {
    return new Tensor(replacement, values, true);
  }

  /** Whether every element is finite. */
  public boolean isFinite() {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  /** Largest magnitude; 0 if all elements are 0. */
  public float maximumMagnitude() {
    float maximum = 0;
    for (float value : values) {
      maximum = Math.max(maximum, Math.abs(value));
    }
    return maximum;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor tensor
        && shape.equals(tensor.shape)
        && Arrays.equals(values, tensor.values);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "float32[" + shape + "]";
  }
}
