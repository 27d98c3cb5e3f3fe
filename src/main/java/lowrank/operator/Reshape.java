package lowrank.operator;

import java.util.List;
import java.util.Optional;
import lowrank.fixed.QuantizedWeights;
import lowrank.kernel.Kernel;
import lowrank.kernel.ReshapeKernel;
import lowrank.kernel.TensorType;
import lowrank.tensor.Shape;

/**
 * The same elements in the same NHWC order under another shape.
 *
 * @param shape of the output
 */
public record Reshape(Shape shape) implements Operator {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    if (inputs.get(0).elements() != shape.elements()) {
      throw new IllegalArgumentException(inputs.get(0) + " cannot become " + shape);
    }
    return shape;
  }

  @Override
  public OutputType outputType() {
    return OutputType.SAME_AS_INPUT;
  }

  @Override
  public boolean takesInt16() {
    return true;
  }

  @Override
  public Kernel toKernel(
      List<TensorType> inputs, TensorType output, Optional<QuantizedWeights> weights) {
    return new ReshapeKernel(inputs.get(0), output);
  }
}
