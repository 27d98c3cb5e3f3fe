package lowrank.tensor;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The dimensions of a tensor, outermost first, without a batch dimension. Every dimension is at
 * least 1 and the number of elements fits an {@code int}.
 */
public record Shape(List<Integer> dimensions) {
  /** Checks that every dimension is positive. */
  public Shape {
    dimensions = List.copyOf(dimensions);
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
  }

  /** The shape with the given dimensions, outermost first. */
  public static Shape of(int... dimensions) {
    return new Shape(IntStream.of(dimensions).boxed().toList());
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
    int elements = 1;
    for (int dimension : dimensions) {
      elements *= dimension;
    }
    return elements;
  }

  /** Rows of an activation: the first of three dimensions, else 1. */
  public int height() {
    return rank() == 3 ? dimension(0) : 1;
  }

  /** Columns of an activation: the last dimension but one of two or three, else 1. */
  public int width() {
    return rank() == 3 ? dimension(1) : rank() == 2 ? dimension(0) : 1;
  }

  /** Channels of an activation: the innermost dimension, 1 for a scalar. */
  public int channels() {
    return rank() == 0 ? 1 : dimension(rank() - 1);
  }

  /** The dimensions joined by {@code x}, outermost first. */
  @Override
  public String toString() {
    return dimensions.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }
}
