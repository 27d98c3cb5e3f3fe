package lowrank.importer.tflite;

import java.util.List;
import lowrank.tensor.Shape;

/**
 * A tensor of the file as recorded there.
 *
 * @param index position in the subgraph
 * @param dimensions recorded shape, batch included
 * @param signature the same with -1 where the exporter left a dimension open; empty if it did not
 * @param type a constant of TFLite's {@code TensorType}
 * @param buffer index of the buffer that holds a constant's bytes; 0 for activations
 * @param scales of its quantisation: none, one, or one for each slice of {@code sliced}
 * @param zeroPoints as many as scales, or none
 * @param sliced dimension that several scales run along
 */
record TensorInfo(
    int index,
    String name,
    List<Integer> dimensions,
    List<Integer> signature,
    byte type,
    int buffer,
    List<Float> scales,
    List<Long> zeroPoints,
    int sliced) {
  int rank() {
    return dimensions.size();
  }

  /** Whether all dimensions are positive and, the batch aside, fixed. */
  boolean fixed() {
    for (int axis = 0; axis < rank(); axis++) {
      boolean open = axis > 0 && axis < signature.size() && signature.get(axis) < 0;
      if (open || dimensions.get(axis) < 1) {
        return false;
      }
    }
    return true;
  }

  /** Whether the first dimension is a batch of one and not part of an activation's shape. */
  boolean batched() {
    return rank() >= 2 && dimensions.get(0) == 1;
  }

  /** Shape of an activation: without the batch. */
  Shape activationShape() {
    return new Shape(batched() ? dimensions.subList(1, rank()) : dimensions);
  }

  /** Shape of a constant: all dimensions. */
  Shape constantShape() {
    return new Shape(dimensions);
  }
}
