package lowrank.operator;

import java.util.List;
import java.util.Optional;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.QuantizedWeights;
import lowrank.kernel.Kernel;
import lowrank.kernel.TensorType;
import lowrank.tensor.Shape;

/** A float operator with its weights; immutable. */
public interface Operator {
  /** Name for tables and messages: the record's name. */
  default String kind() {
    return getClass().getSimpleName();
  }

  /**
   * Shape of the output for inputs of the given shapes.
   *
   * @throws IllegalArgumentException with a sentence about what does not fit
   */
  Shape outputShape(List<Shape> inputs);

  /** Multiplies between activations and weights for one inference, padding counted. */
  default long multiplies(List<Shape> inputs) {
    return 0;
  }

  /** The formula behind {@link #multiplies} with numbers put in, e.g. {@code 10*10 * 5*5*6*16}. */
  default String multipliesFormula(List<Shape> inputs) {
    return "0";
  }

  /** Number of weights and biases. */
  default long parameters() {
    return 0;
  }

  /** How the output's quantised type comes about. */
  default OutputType outputType() {
    return OutputType.CALIBRATED;
  }

  /** The output's type where {@link #outputType} is {@link OutputType#FIXED}. */
  default QuantizedType fixedOutputType() {
    throw new IllegalStateException(kind() + " has no fixed output type");
  }

  /** Whether the integer kernel takes and gives int16 activations, besides int8. */
  default boolean takesInt16() {
    return false;
  }

  /**
   * The integer kernel that stands for this operator.
   *
   * @param inputs types of the activations read
   * @param output type of the activation written
   * @param weights integer weights; empty for operators without any
   */
  Kernel toKernel(List<TensorType> inputs, TensorType output, Optional<QuantizedWeights> weights);

  /** How an operator's output gets its scale and zero point. */
  enum OutputType {
    /** From the range seen on calibration data. */
    CALIBRATED,
    /** The same as all inputs: values are moved, not computed. */
    SAME_AS_INPUT,
    /** Given by the operator. */
    FIXED
  }
}
