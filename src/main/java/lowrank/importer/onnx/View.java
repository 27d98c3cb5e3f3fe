package lowrank.importer.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import lowrank.tensor.Shape;

/**
 * An activation as the ONNX graph sees it: the stored tensor with, for each dimension that the
 * graph speaks of, the elements that its indices mean. A transposition or reshape changes the view,
 * never the tensor.
 *
 * @param value name of the network's value
 * @param shape of the stored tensor, NHWC without the batch
 * @param axes the graph's dimensions in order, the batch of 1 included
 */
record View(String value, Shape shape, List<Axis> axes) {
  View {
    axes = List.copyOf(axes);
  }

  /** The stored tensor behind a batch dimension of 1. */
  static View plain(String value, Shape shape) {
    int[] places = new int[shape.rank() + 1];
    for (int axis = 0; axis < places.length; axis++) {
      places[axis] = axis - 1;
    }
    return of(value, shape, places);
  }

  /** An image stored height, width, channels, seen as N, C, H, W or, of height 1, as N, C, W. */
  static View image(String value, Shape shape, int rank) {
    return of(value, shape, imagePlaces(rank));
  }

  /** For each dimension of N, C, H, W or N, C, W the stored dimension, -1 for the batch. */
  static int[] imagePlaces(int rank) {
    return rank == 4 ? new int[] {-1, 2, 0, 1} : new int[] {-1, 2, 1};
  }

  /**
   * A view whose dimensions are stored dimensions.
   *
   * @param places for each dimension of the view the stored dimension; -1 for a dimension of 1
   */
  static View of(String value, Shape shape, int[] places) {
    int[] strides = new int[shape.rank()];
    int stride = 1;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape.dimension(axis);
    }
    List<Axis> axes = new ArrayList<>();
    for (int place : places) {
      axes.add(place < 0 ? Axis.ONE : Axis.of(shape.dimension(place), strides[place]));
    }
    return new View(value, shape, axes);
  }

  /** Sizes of the graph's dimensions. */
  List<Integer> dimensions() {
    return axes.stream().map(Axis::size).toList();
  }

  /** Size of dimension {@code axis}. */
  int dimension(int axis) {
    return axes.get(axis).size();
  }

  /** Number of dimensions, the batch included. */
  int rank() {
    return axes.size();
  }

  /** The same elements of another value of the same shape. */
  View withValue(String replacement) {
    return new View(replacement, shape, axes);
  }

  /** The same dimensions over an alias of the value with another shape. */
  View withValue(String replacement, Shape replacementShape) {
    return new View(replacement, replacementShape, axes);
  }

  /** Dimension {@code i} of the result is dimension {@code order.get(i)} of this view. */
  View transpose(List<Integer> order) {
    return new View(value, shape, order.stream().map(axes::get).toList());
  }

  /** Whether the graph's order of elements is the stored order. */
  boolean ordered() {
    return Axis.joined(axes).contiguous();
  }

  /** Whether both views name the same stored elements in the same order, whatever the shapes. */
  boolean sameOrder(View other) {
    return Axis.joined(axes).equals(Axis.joined(other.axes));
  }

  /** Whether this is N, C, H, W or N, C, W over elements stored H, W, C. */
  boolean isImage() {
    return (rank() == 4 || rank() == 3) && axes.equals(image(value, imageShape(), rank()).axes);
  }

  /** Height, width, channels of the dimensions N, C, H, W or N, C, W. */
  Shape imageShape() {
    return rank() == 4
        ? Shape.of(dimension(2), dimension(3), dimension(1))
        : Shape.of(1, dimension(2), dimension(1));
  }

  /**
   * The same elements in the graph's order under other dimensions; empty if that order cannot be
   * told by loops over the stored tensor.
   */
  Optional<View> reshape(List<Integer> dimensions) {
    List<Axis.Part> left = new ArrayList<>(Axis.joined(axes).parts());
    List<Axis> reshaped = new ArrayList<>();
    for (int axis = dimensions.size() - 1; axis >= 0; axis--) {
      Optional<Axis> taken = takeInnermost(left, dimensions.get(axis));
      if (taken.isEmpty()) {
        return Optional.empty();
      }
      reshaped.add(taken.get());
    }
    Collections.reverse(reshaped);
    return Optional.of(new View(value, shape, reshaped));
  }

  private static Optional<Axis> takeInnermost(List<Axis.Part> left, int size) {
    List<Axis.Part> taken = new ArrayList<>();
    int wanted = size;
    while (wanted > 1) {
      if (left.isEmpty()) {
        return Optional.empty();
      }
      Axis.Part part = left.remove(left.size() - 1);
      if (wanted % part.size() == 0) {
        taken.add(part);
        wanted /= part.size();
      } else if (part.size() % wanted == 0) {
        taken.add(new Axis.Part(wanted, part.stride()));
        left.add(new Axis.Part(part.size() / wanted, part.stride() * wanted));
        wanted = 1;
      } else {
        return Optional.empty();
      }
    }
    Collections.reverse(taken);
    return Optional.of(new Axis(taken));
  }

  /** For each index in the graph's order the index of the stored element. */
  int[] order() {
    int[] order = {0};
    for (Axis.Part part : Axis.joined(axes).parts()) {
      int[] refined = new int[order.length * part.size()];
      for (int i = 0; i < refined.length; i++) {
        refined[i] = order[i / part.size()] + (i % part.size()) * part.stride();
      }
      order = refined;
    }
    return order;
  }

  /** The dimensions joined by {@code x}. */
  String describe() {
    return String.join("x", dimensions().stream().map(String::valueOf).toList());
  }

  /**
   * For each dimension the stored dimension that it is, -1 for the batch; empty if dimensions are
   * not stored dimensions one to one.
   */
  int[] places() {
    int[] places = new int[rank()];
    List<Integer> free = new ArrayList<>();
    for (int stored = 0; stored < shape.rank(); stored++) {
      free.add(stored);
    }
    for (int axis = 0; axis < rank(); axis++) {
      Optional<Integer> place = Optional.empty();
      for (int stored : free) {
        if (dimension(axis) > 1 && storedAxis(stored).equals(axes.get(axis))) {
          place = Optional.of(stored);
        }
      }
      places[axis] = place.orElse(-1);
      place.ifPresent(stored -> free.remove(stored));
      if (place.isEmpty() && dimension(axis) > 1) {
        return new int[0];
      }
    }
    return places;
  }

  private Axis storedAxis(int axis) {
    int stride = 1;
    for (int inner = axis + 1; inner < shape.rank(); inner++) {
      stride *= shape.dimension(inner);
    }
    return Axis.of(shape.dimension(axis), stride);
  }
}
