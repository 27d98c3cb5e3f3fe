package lowrank.decompose;

import lowrank.fixed.Range;
import lowrank.matrix.LinearAlgebra;
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
  private static final int BLOCK = 256;

  private final Range activation;
  private final DMatrixRMaj kernel;
  private final DMatrixRMaj transposed;
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
    this.kernel = kernel;
    this.transposed = LinearAlgebra.transpose(kernel);
    this.bias = bias.clone();
    this.closeness = closeness;
    this.sums = MomentSums.ofResponses(kernel.numCols, kernel.numRows);
  }

  /** Measures one pass over the rows. */
  RectifiedResponses measure(RefitRows rows) {
    Block block = new Block();
    rows.forEach(
        (patch, wanted, other) -> {
          block.add(patch, wanted, other);
          if (block.filled == BLOCK) {
            measure(block);
          }
        });
    measure(block);
    return this;
  }

  /** Rows that are predicted together. */
  private final class Block {
    private final DMatrixRMaj patches = new DMatrixRMaj(BLOCK, kernel.numCols);
    private final double[][] wanted = new double[BLOCK][];
    private final double[][] other = new double[BLOCK][];
    private int filled;

    void add(double[] patch, double[] response, double[] branch) {
      System.arraycopy(patch, 0, patches.data, filled * patch.length, patch.length);
      wanted[filled] = response.clone();
      other[filled] = branch.clone();
      filled++;
    }
  }

  private void measure(Block block) {
    int outputs = kernel.numRows;
    double[] predicted = LinearAlgebra.multiply(block.patches, transposed).data;
    for (int row = 0; row < block.filled; row++) {
      double[] wanted = block.wanted[row];
      double[] other = block.other[row];
      double[] responses = new double[outputs];
      for (int t = 0; t < outputs; t++) {
        double present = bias[t] + other[t] + predicted[row * outputs + t];
        double error = clamp(wanted[t]) - clamp(present);
        squaredError += error * error;
        responses[t] = auxiliary(clamp(wanted[t]), present) - other[t];
      }
      int from = row * kernel.numCols;
      sums.add(
          (x, xFrom, y, yFrom) -> {
            System.arraycopy(block.patches.data, from, x, xFrom, kernel.numCols);
            System.arraycopy(responses, 0, y, yFrom, outputs);
          });
    }
    block.filled = 0;
  }

  /** Σ (σ(y) − σ(p))² over all rows. */
  double squaredError() {
    return squaredError;
  }

  /** The patches' moments with the new responses in place of the old. */
  MomentSums.Moments moments(MomentSums.Moments patches) {
    return patches.withResponses(sums.moments());
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
