package lowrank.tensor;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The dimensions of a tensor, outermost first, without a batch dimension. Every dimension is at
 * least 1 and the number of elements fits an {@code int}. Loops over all elements ask for channels
 * and the like again and again, so these are computed once.
 */
public final class Shape {
  private final List<Integer> dimensions;
  private final int elements;
  private final int height;
  private final int width;
  private final int channels;

  /**
   * A shape.
   *
   * @throws IllegalArgumentException if a dimension is not positive or there are too many elements
   */
  public Shape(List<Integer> dimensions) {
    this.dimensions = List.copyOf(dimensions);
    this.elements = product(this.dimensions);
    int rank = this.dimensions.size();
    this.height = rank == 3 ? dimension(0) : 1;
    this.width = rank == 3 ? dimension(1) : rank == 2 ? dimension(0) : 1;
    this.channels = rank == 0 ? 1 : dimension(rank - 1);
  }

  private static int product(List<Integer> dimensions) {
    long elements = 1;
    for (int dimension : dimensions) {
      if (dimension < 1) {
        throw new IllegalArgumentException("dimension below 1 in " + dimensions);
      }
      elements *= dimension;
      if (elements > Integer.MAX_VALUE) {
        throw new IllegalArgumentException("too many elements in " + dimensions);
      }
    }
    return (int) elements;
  }

  /** The shape with the given dimensions, outermost first. */
  public static Shape of(int... dimensions) {
    return new Shape(IntStream.of(dimensions).boxed().toList());
  }

  /** All dimensions, outermost first. */
  public List<Integer> dimensions() {
    return dimensions;
  }

  /** Number of dimensions. */
  public int rank() {
    return dimensions.size();
  }

  /** Dimension {@code axis}, counted from the outermost, 0-based. */
  public int dimension(int axis) {
    return dimensions.get(axis);
  }

  /** Product of all dimensions; 1 for a scalar. */
  public int elements() {
    return elements;
  }

  /** Rows of an activation: the first of three dimensions, else 1. */
  public int height() {
    return height;
  }

  /** Columns of an activation: the last dimension but one of two or three, else 1. */
  public int width() {
    return width;
  }

  /** Channels of an activation: the innermost dimension, 1 for a scalar. */
  public int channels() {
    return channels;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && dimensions.equals(shape.dimensions);
  }

  @Override
  public int hashCode() {
    return dimensions.hashCode();
  }

  /** The dimensions joined by {@code x}, outermost first. */
  @Override
  public String toString() {
    return dimensions.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }
}
