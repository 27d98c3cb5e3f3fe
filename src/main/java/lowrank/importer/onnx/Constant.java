package lowrank.importer.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.List;
import java.util.Optional;
import lowrank.fixed.QuantizedType;
import lowrank.tensor.ElementType;

/**
 * A value known at import.
 *
 * @param tensor its elements
 * @param integers where the elements come from if they were dequantised
 * @param bytes the same for int8 and uint8 with a single scale
 */
record Constant(TensorProto tensor, Optional<Integers> integers, Optional<Bytes> bytes) {
  /** A value that is no operand of arithmetic on integers. */
  Constant(TensorProto tensor, Optional<Integers> integers) {
    this(tensor, integers, Optional.empty());
  }

  /**
   * Quantised elements with one scale and any zero point.
   *
   * @param values int8, row-major
   */
  record Bytes(int[] values, QuantizedType type) {}

  /**
   * Quantised elements with zero point 0.
   *
   * @param values row-major
   * @param scales one, or one per index of dimension {@code axis}
   * @param axis -1 with a single scale
   */
  record Integers(ElementType type, int[] values, float[] scales, int axis) {}

  static Constant of(TensorProto tensor) {
    return new Constant(tensor, Optional.empty());
  }

  /** Sizes of the dimensions; 0 is possible. */
  List<Integer> dimensions() {
    return tensor.getDimsList().stream().map(Math::toIntExact).toList();
  }

  /** Number of elements. */
  int size() {
    return (int) Tensors.elements(tensor);
  }

  /** The elements as float32. */
  float[] floats() {
    return Tensors.floats(tensor);
  }

  /** The elements as integers. */
  long[] longs() {
    return Tensors.longs(tensor);
  }
}
