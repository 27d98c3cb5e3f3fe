package lowrank.operator;

import lowrank.fixed.Range;
import lowrank.kernel.AddKernel;
import lowrank.kernel.Kernel;
import lowrank.kernel.Operand;
import lowrank.kernel.ProductKernel;
import lowrank.kernel.SumKernel;
import lowrank.kernel.TensorType;
import lowrank.tensor.Shape;

/** Elementwise operations on two operands. */
public enum Arithmetic {
  /** {@code left + right}. */
  ADD,
  /** {@code left - right}. */
  SUBTRACT,
  /** {@code left * right}. */
  MULTIPLY;

  /** The result for two numbers. */
  public double apply(double left, double right) {
    return switch (this) {
      case ADD -> left + right;
      case SUBTRACT -> left - right;
      case MULTIPLY -> left * right;
    };
  }

  /**
   * Shape of the result: that of both, or of the larger one if the smaller, of the same rank, has a
   * single element or one for each channel.
   *
   * @throws IllegalArgumentException if the shapes do not fit
   */
  static Shape shape(Shape left, Shape right) {
    boolean leftSmaller = left.elements() < right.elements();
    Shape small = leftSmaller ? left : right;
    Shape large = leftSmaller ? right : left;
    boolean perChannel =
        small.elements() == small.channels() && small.channels() == large.channels();
    if (small.equals(large)
        || (small.rank() == large.rank() && (small.elements() == 1 || perChannel))) {
      return large;
    }
    throw new IllegalArgumentException(
        "shapes " + left + " and " + right + " do not fit an elementwise operation");
  }

  /** The integer kernel. */
  Kernel kernel(Operand left, Operand right, TensorType output, Range activation) {
    int minimum = activation.minimum(output.type());
    int maximum = activation.maximum(output.type());
    boolean plain =
        left.constant().isEmpty() && right.constant().isEmpty() && left.size() == right.size();
    return switch (this) {
      case ADD ->
          plain
              ? AddKernel.of(left.type(), right.type(), output, minimum, maximum)
              : SumKernel.of(left, right, output, false, minimum, maximum);
      case SUBTRACT -> SumKernel.of(left, right, output, true, minimum, maximum);
      case MULTIPLY -> ProductKernel.of(left, right, output, minimum, maximum);
    };
  }
}
