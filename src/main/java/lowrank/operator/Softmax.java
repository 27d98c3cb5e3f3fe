package lowrank.operator;

import java.util.List;
import java.util.Optional;
import lowrank.fixed.FixedExponential;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.QuantizedWeights;
import lowrank.kernel.Kernel;
import lowrank.kernel.SoftmaxKernel;
import lowrank.kernel.TensorType;
import lowrank.tensor.Shape;

/**
 * {@code e^(beta * x)} divided by its sum over the innermost dimension.
 *
 * @param beta positive and finite
 */
public record Softmax(float beta) implements Operator {
  private static final QuantizedType OUTPUT = QuantizedType.int8(1f / 256, -128);

  /** Checks the factor. */
  public Softmax {
    if (!(beta > 0) || Float.isInfinite(beta)) {
      throw new IllegalArgumentException("beta is not positive and finite: " + beta);
    }
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    if (inputs.get(0).channels() > FixedExponential.MAXIMUM_TERMS) {
      throw new IllegalArgumentException(
          "softmax over "
              + inputs.get(0).channels()
              + " values, more than "
              + FixedExponential.MAXIMUM_TERMS);
    }
    return inputs.get(0);
  }

  @Override
  public OutputType outputType() {
    return OutputType.FIXED;
  }

  @Override
  public QuantizedType fixedOutputType() {
    return OUTPUT;
  }

  @Override
  public Kernel toKernel(
      List<TensorType> inputs, TensorType output, Optional<QuantizedWeights> weights) {
    return SoftmaxKernel.of(inputs.get(0), output, beta);
  }
}
