package lowrank.emit.reference;

import lowrank.tensor.Shape;

/** Distances between neighbours in a row-major array. */
final class Strides {
  private Strides() {}

  /** Elements between neighbours along each axis. */
  static int[] of(Shape shape) {
    int[] strides = new int[shape.rank()];
    int stride = 1;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape.dimension(axis);
    }
    return strides;
  }
}
