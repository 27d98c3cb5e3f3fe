package lowrank.importer.tflite;

import java.util.Optional;
import lowrank.fixed.QuantizedType;
import lowrank.tensor.Shape;

/**
 * An activation while the network is built. A reshape only changes {@code shape}; a layer for it
 * appears when somebody needs that shape.
 *
 * @param name of the layer that computes it, or of the network's input
 * @param computed shape that the layer computes
 * @param shape the same elements in the same order as the file has them
 * @param type integers behind it; empty for float
 */
record Value(String name, Shape computed, Shape shape, Optional<QuantizedType> type) {
  Value withShape(Shape replacement) {
    return new Value(name, computed, replacement, type);
  }
}
