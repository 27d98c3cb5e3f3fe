package lowrank.operator;

import java.util.List;
import java.util.Optional;
import lowrank.fixed.Multiplier;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.QuantizedWeights;
import lowrank.fixed.Range;
import lowrank.kernel.Kernel;
import lowrank.kernel.LookupKernel;
import lowrank.kernel.RequantiseKernel;
import lowrank.kernel.TensorType;
import lowrank.tensor.ElementType;
import lowrank.tensor.Shape;

/**
 * A rectifier or clip that could not be fused into the operator before it. The integer form is
 * TFLite's {@code ReluX}: requantise by the quotient of the scales in float32, then clamp. Without
 * bounds it is TFLite's {@code Requantize}: the quotient is taken in double.
 */
public record Clamp(Range activation) implements ActivatedOperator {
  @Override
  public Clamp withActivation(Range replacement) {
    return new Clamp(replacement);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return inputs.get(0);
  }

  @Override
  public boolean takesInt16() {
    return true;
  }

  @Override
  public Kernel toKernel(
      List<TensorType> inputs, TensorType output, Optional<QuantizedWeights> weights) {
    QuantizedType from = inputs.get(0).type();
    QuantizedType to = output.type();
    double quotient =
        activation.isAll() ? (double) from.scale() / to.scale() : from.scale() / to.scale();
    RequantiseKernel kernel =
        new RequantiseKernel(
            inputs.get(0),
            output,
            Multiplier.of(quotient),
            activation.minimum(to),
            activation.maximum(to));
    boolean narrow = from.element() == ElementType.INT8 && to.element() == ElementType.INT8;
    return narrow ? LookupKernel.of(inputs.get(0), output, kind(), kernel::apply) : kernel;
  }
}
