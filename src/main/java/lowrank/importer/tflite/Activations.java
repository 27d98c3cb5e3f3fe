package lowrank.importer.tflite;

import lowrank.fixed.Range;
import org.tensorflow.lite.schema.ActivationFunctionType;

/** Fused activation functions. */
final class Activations {
  /** Clamp to [-1, 1]. */
  static final Range MINUS_1_TO_1 = new Range(-1, 1);

  private Activations() {}

  /** The range that a fused activation clamps to. */
  static Range range(GraphBuilder graph, NodeInfo node, byte function) {
    return switch (function) {
      case ActivationFunctionType.NONE -> Range.ALL;
      case ActivationFunctionType.RELU -> Range.RELU;
      case ActivationFunctionType.RELU6 -> Range.RELU6;
      case ActivationFunctionType.RELU_N1_TO_1 -> MINUS_1_TO_1;
      default ->
          throw graph.unsupported(
              node,
              "fused activation function " + function,
              "use none, RELU, RELU6 or RELU_N1_TO_1");
    };
  }
}
