package lowrank.operator;

import java.util.List;
import java.util.Optional;
import lowrank.fixed.QuantizedWeights;
import lowrank.fixed.Range;
import lowrank.kernel.Kernel;
import lowrank.kernel.MultiplyFormula;
import lowrank.kernel.TensorType;
import lowrank.kernel.Window;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;

/**
 * Matrix times vector with a fused activation: all elements of the input, in their order, to one
 * output vector. Multiplies: inputs × outputs.
 *
 * @param weights outputs × inputs
 * @param bias one value per output
 */
public record Dense(Tensor weights, Tensor bias, Range activation) implements WeightedOperator {
  /** Checks that weights and bias fit together. */
  public Dense {
    if (weights.shape().rank() != 2 || weights.shape().dimension(0) != bias.size()) {
      throw new IllegalArgumentException(
          "weights of shape " + weights.shape() + " for " + bias.size() + " biases");
    }
  }

  /** Elements of the input. */
  public int inputSize() {
    return weights.shape().dimension(1);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    if (inputs.get(0).elements() != inputSize()) {
      throw new IllegalArgumentException(
          "input of shape " + inputs.get(0) + " for " + inputSize() + " inputs");
    }
    return Shape.of(bias.size());
  }

  @Override
  public long multiplies(List<Shape> inputs) {
    return weights.size();
  }

  @Override
  public String multipliesFormula(List<Shape> inputs) {
    return MultiplyFormula.convolution(Shape.of(1, 1, outputChannels()), Window.POINT, inputSize());
  }

  @Override
  public String weightShape() {
    return inputSize() + "->" + outputChannels();
  }

  @Override
  public Dense withWeights(Tensor replacement, Tensor replacementBias) {
    return new Dense(replacement, replacementBias, activation);
  }

  @Override
  public Dense withActivation(Range replacement) {
    return new Dense(weights, bias, replacement);
  }

  @Override
  public boolean takesInt16() {
    return true;
  }

  @Override
  public Kernel toKernel(
      List<TensorType> inputs, TensorType output, Optional<QuantizedWeights> quantized) {
    return Convolutions.kernel(
        inputs.get(0), output, Window.POINT, 1, true, this, quantized.orElseThrow());
  }
}
