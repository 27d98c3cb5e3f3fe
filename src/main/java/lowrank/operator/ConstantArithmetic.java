package lowrank.operator;

import java.util.List;
import java.util.Optional;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.QuantizedWeights;
import lowrank.fixed.Range;
import lowrank.kernel.Kernel;
import lowrank.kernel.Operand;
import lowrank.kernel.TensorType;
import lowrank.tensor.IntTensor;
import lowrank.tensor.Shape;

/**
 * Sum, difference or product of an activation and an integer constant of a quantised model, with a
 * fused activation. Float constants never come to this: they are folded into weights.
 *
 * @param constant one element for all, one for each channel, or as many as the activation has
 * @param constantType how the constant's integers stand for real numbers
 * @param constantFirst whether the constant is the left operand
 */
public record ConstantArithmetic(
    Arithmetic operation,
    IntTensor constant,
    QuantizedType constantType,
    boolean constantFirst,
    Range activation)
    implements ActivatedOperator {
  @Override
  public ConstantArithmetic withActivation(Range replacement) {
    return new ConstantArithmetic(operation, constant, constantType, constantFirst, replacement);
  }

  @Override
  public String kind() {
    return switch (operation) {
      case ADD -> "Add";
      case SUBTRACT -> "Sub";
      case MULTIPLY -> "Mul";
    };
  }

  /** The constant as real numbers. */
  public float[] real() {
    float[] values = new float[constant.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = constantType.dequantize(constant.at(i));
    }
    return values;
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = inputs.get(0);
    int size = constant.size();
    if (size != 1 && size != input.channels() && size != input.elements()) {
      throw new IllegalArgumentException(
          "constant of " + size + " elements for an input of shape " + input);
    }
    return input;
  }

  @Override
  public long multiplies(List<Shape> inputs) {
    return operation == Arithmetic.MULTIPLY ? inputs.get(0).elements() : 0;
  }

  @Override
  public String multipliesFormula(List<Shape> inputs) {
    return String.valueOf(multiplies(inputs));
  }

  @Override
  public long parameters() {
    return constant.size();
  }

  @Override
  public Kernel toKernel(
      List<TensorType> inputs, TensorType output, Optional<QuantizedWeights> weights) {
    Operand input = Operand.of(inputs.get(0));
    TensorType type = new TensorType(Shape.of(constant.size()), constantType);
    Operand fixed = new Operand(type, Optional.of(constant));
    return operation.kernel(
        constantFirst ? fixed : input, constantFirst ? input : fixed, output, activation);
  }
}
