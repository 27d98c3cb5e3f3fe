package lowrank.decompose;

import java.util.Arrays;
import lowrank.operator.WeightedOperator;
import org.ejml.data.DMatrixRMaj;

/**
 * A kernel T×Dh×Dw×S in double precision with its unfoldings; a dense layer's matrix is T×1×1×S.
 * Values are row-major; callers do not change them.
 */
record KernelTensor(int outputs, int height, int width, int inputs, double[] values) {
  KernelTensor {
    if (values.length != outputs * height * width * inputs) {
      throw new IllegalArgumentException(values.length + " values");
    }
  }

  /** Kernel of an operator without groups. */
  static KernelTensor of(WeightedOperator operator) {
    KernelSize size = KernelSize.of(operator);
    return new KernelTensor(
        size.outputs(), size.height(), size.width(), size.inputs(), operator.weights().toDoubles());
  }

  /** Another kernel of this size. */
  KernelTensor withValues(double[] replacement) {
    return new KernelTensor(outputs, height, width, inputs, replacement);
  }

  /** A point kernel that passes every channel on. */
  static KernelTensor identity(int channels) {
    double[] values = new double[channels * channels];
    for (int i = 0; i < channels; i++) {
      values[i * channels + i] = 1;
    }
    return new KernelTensor(channels, 1, 1, channels, values);
  }

  /** T × (Dh·Dw·S). */
  DMatrixRMaj unfoldOutputs() {
    return DMatrixRMaj.wrap(outputs, height * width * inputs, values);
  }

  /** (T·Dh·Dw) × S: the transpose of the unfolding along the input channels. */
  DMatrixRMaj unfoldInputsTransposed() {
    return DMatrixRMaj.wrap(outputs * height * width, inputs, values);
  }

  /** (S·Dh) × (T·Dw). */
  DMatrixRMaj unfoldSpatial() {
    DMatrixRMaj matrix = new DMatrixRMaj(inputs * height, outputs * width);
    for (int t = 0; t < outputs; t++) {
      for (int i = 0; i < height; i++) {
        for (int j = 0; j < width; j++) {
          for (int s = 0; s < inputs; s++) {
            matrix.set(s * height + i, t * width + j, at(t, i, j, s));
          }
        }
      }
    }
    return matrix;
  }

  double at(int t, int i, int j, int s) {
    return values[((t * height + i) * width + j) * inputs + s];
  }

  double squaredNorm() {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return sum;
  }

  /** ‖this − other‖ / ‖this‖; 0 if this is zero. */
  double relativeError(KernelTensor other) {
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      double difference = values[i] - other.values[i];
      squares += difference * difference;
    }
    double norm = squaredNorm();
    return norm == 0 ? 0 : StrictMath.sqrt(squares / norm);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KernelTensor tensor
        && outputs == tensor.outputs
        && height == tensor.height
        && width == tensor.width
        && inputs == tensor.inputs
        && Arrays.equals(values, tensor.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return outputs + "x" + height + "x" + width + "x" + inputs;
  }
}
