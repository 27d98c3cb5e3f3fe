package lowrank.decompose;

import lowrank.operator.WeightedOperator;
import lowrank.tensor.Shape;

/**
 * The dimensions of a kernel T×Dh×Dw×S; a dense layer's matrix is T×1×1×S. Ranks and shapes of
 * factors follow from them alone.
 */
record KernelSize(int outputs, int height, int width, int inputs) {
  /** Of the kernel of an operator without groups. */
  static KernelSize of(WeightedOperator operator) {
    Shape shape = operator.weights().shape();
    boolean matrix = shape.rank() == 2;
    return new KernelSize(
        shape.dimension(0),
        matrix ? 1 : shape.dimension(1),
        matrix ? 1 : shape.dimension(2),
        shape.channels());
  }
}
