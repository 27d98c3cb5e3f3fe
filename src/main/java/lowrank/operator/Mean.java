package lowrank.operator;

import java.util.List;
import java.util.Optional;
import lowrank.fixed.QuantizedWeights;
import lowrank.kernel.Kernel;
import lowrank.kernel.MeanKernel;
import lowrank.kernel.TensorType;
import lowrank.tensor.Shape;

/**
 * Mean over all rows and columns, to one pixel, with a scale of its own: TFLite's integer {@code
 * MEAN}, which rounds otherwise than its average pooling.
 */
public record Mean() implements Operator {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = inputs.get(0);
    if (input.rank() != 3) {
      throw new IllegalArgumentException("mean over rows and columns of shape " + input);
    }
    return Shape.of(1, 1, input.channels());
  }

  @Override
  public boolean takesInt16() {
    return true;
  }

  @Override
  public Kernel toKernel(
      List<TensorType> inputs, TensorType output, Optional<QuantizedWeights> weights) {
    return MeanKernel.of(inputs.get(0), output);
  }
}
