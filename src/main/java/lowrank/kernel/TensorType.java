package lowrank.kernel;

import lowrank.fixed.QuantizedType;
import lowrank.tensor.Shape;

/** Shape and quantisation of an activation. */
public record TensorType(Shape shape, QuantizedType type) {
  /** Bytes that the activation takes. */
  public int bytes() {
    return Math.multiplyExact(shape.elements(), type.element().bytes());
  }
}
