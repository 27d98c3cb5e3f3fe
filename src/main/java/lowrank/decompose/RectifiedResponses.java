package lowrank.decompose;

import lowrank.fixed.Range;
import lowrank.patch.MomentSums;
import org.ejml.data.DMatrixRMaj;

/**
 * Responses that a layer should have so that what is left of them behind the following activation
 * comes near the original's: minus what a rectifier cuts off, the linear least squares need not fit
 * (Zhang et al. 2016, "Accelerating very deep convolutional networks for classification and
 * detection", section 3.2.2). For a wanted response y and the present one p, z minimises (σ(y) −
 * σ(z))² + λ (z − p)².
 */
final class RectifiedResponses {
  private final Range activation;
  private final double[] columns;
  private final double[] bias;
  private final double closeness;
  private final MomentSums sums;
  private double squaredError;

  /**
   * Targets for one step.
   *
   * @param activation σ, a clamp
   * @param kernel the present kernel, T×P
   * @param bias the present bias
   * @param closeness λ
   */
  RectifiedResponses(Range activation, DMatrixRMaj kernel, double[] bias, double closeness) {
    this.activation = activation;
    this.columns = LinearAlgebra.transpose(kernel).data;
    this.bias = bias.clone();
    this.closeness = closeness;
    this.sums = MomentSums.ofResponses(kernel.numCols, kernel.numRows);
  }

  /** Measures one pass over the rows. */
  RectifiedResponses measure(RefitRows rows) {
    double[] present = new double[bias.length];
    rows.forEach(
        (patch, wanted, other) -> {
          predict(patch, other, present);
          for (int t = 0; t < present.length; t++) {
            double error = clamp(wanted[t]) - clamp(present[t]);
            squaredError += error * error;
            present[t] = auxiliary(clamp(wanted[t]), present[t]) - other[t];
          }
          sums.add(
              (x, xFrom, y, yFrom) -> {
                System.arraycopy(patch, 0, x, xFrom, patch.length);
                System.arraycopy(present, 0, y, yFrom, present.length);
              });
        });
    return this;
  }

  /** Σ (σ(y) − σ(p))² over all rows. */
  double squaredError() {
    return squaredError;
  }

  /** The patches' moments with the new responses in place of the old. */
  MomentSums.Moments moments(MomentSums.Moments patches) {
    return patches.withResponses(sums.moments());
  }

  private void predict(double[] patch, double[] other, double[] present) {
    int outputs = present.length;
    for (int t = 0; t < outputs; t++) {
      present[t] = bias[t] + other[t];
    }
    for (int i = 0; i < patch.length; i++) {
      double value = patch[i];
      if (value != 0) {
        int from = i * outputs;
        for (int t = 0; t < outputs; t++) {
          present[t] += value * columns[from + t];
        }
      }
    }
  }

  /** The best z for a clamped y: below, inside or above the clamp's range. */
  double auxiliary(double wanted, double present) {
    double inside = clamp((closeness * present + wanted) / (closeness + 1));
    double best = inside;
    double least = cost(wanted, present, inside);
    double below = Math.min(activation.minimum(), present);
    double above = Math.max(activation.maximum(), present);
    if (Double.isFinite(below) && cost(wanted, present, below) < least) {
      least = cost(wanted, present, below);
      best = below;
    }
    return Double.isFinite(above) && cost(wanted, present, above) < least ? above : best;
  }

  private double cost(double wanted, double present, double z) {
    double loss = wanted - clamp(z);
    double distance = z - present;
    return loss * loss + closeness * distance * distance;
  }

  private double clamp(double value) {
    return Math.max(activation.minimum(), Math.min(activation.maximum(), value));
  }
}
