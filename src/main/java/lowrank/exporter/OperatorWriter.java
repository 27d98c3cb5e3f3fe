package lowrank.exporter;

import lowrank.operator.Operator;

/** Writes the ONNX nodes of one kind of operator. */
@FunctionalInterface
interface OperatorWriter<T extends Operator> {
  /** Adds the nodes; the last one added makes the result. */
  void write(T operator, LayerWriter layer);
}
