package lowrank.importer.onnx;

import java.util.List;
import java.util.Optional;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.QuantizedWeights;
import lowrank.kernel.Kernel;
import lowrank.kernel.TensorType;
import lowrank.operator.Operator;
import lowrank.tensor.Shape;

/**
 * A QuantizeLinear or DequantizeLinear node: the value read has this type. Keeps passes from moving
 * anything across; {@link QuantizationResolver} leaves none.
 */
record QuantizationMarker(QuantizedType type) implements Operator {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    return inputs.get(0);
  }

  @Override
  public Kernel toKernel(
      List<TensorType> inputs, TensorType output, Optional<QuantizedWeights> weights) {
    throw new IllegalStateException("quantisation markers are resolved at import");
  }
}
