package lowrank.decompose;

import java.util.function.DoubleUnaryOperator;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Values of the channels between two factors on calibration data, and what is lost of them as int8
 * with one scale and zero point for all channels.
 */
final class Intermediate {
  private static final int STEPS = 255;
  private static final double SMALLEST_SHARE = 0.4;
  private static final double SHARE_STEP = 0.05;

  private final DMatrixRMaj rows;
  private final double[] meanSquares;
  private final double[] errors;

  /**
   * Measures values.
   *
   * @param rows N×R, a row for each pixel
   */
  Intermediate(DMatrixRMaj rows) {
    this.rows = rows;
    this.meanSquares = columnMeans(rows, value -> value * value);
    this.errors = leastErrors();
  }

  int channels() {
    return rows.numCols;
  }

  /** The values of new channels. */
  Intermediate mixed(ChannelMix mix) {
    return new Intermediate(LinearAlgebra.multiplyByTransposed(rows, mix.forward()));
  }

  /** E h hᵀ, R×R. */
  DMatrixRMaj secondMoment() {
    DMatrixRMaj moment = LinearAlgebra.gramOfColumns(rows);
    CommonOps_DDRM.scale(1.0 / rows.numRows, moment);
    return moment;
  }

  /** E h² of each channel. */
  double[] meanSquares() {
    return meanSquares;
  }

  /** Mean squared quantisation error of each channel. */
  double[] quantizationErrors() {
    return errors;
  }

  double largest(int channel) {
    double largest = 0;
    for (int row = 0; row < rows.numRows; row++) {
      double value = rows.get(row, channel);
      largest = Math.abs(value) > Math.abs(largest) ? value : largest;
    }
    return largest;
  }

  /** Errors with the range, shrunk from both ends alike, that has the least sum of them. */
  private double[] leastErrors() {
    double minimum = 0;
    double maximum = 0;
    for (double value : rows.data) {
      minimum = Math.min(minimum, value);
      maximum = Math.max(maximum, value);
    }
    double[] best = errors(minimum, maximum);
    double least = sum(best);
    for (double share = 1 - SHARE_STEP; share >= SMALLEST_SHARE; share -= SHARE_STEP) {
      double[] candidate = errors(share * minimum, share * maximum);
      double sum = sum(candidate);
      if (sum < least) {
        least = sum;
        best = candidate;
      }
    }
    return best;
  }

  private double[] errors(double minimum, double maximum) {
    double step = (maximum - minimum) / STEPS;
    double rounding = step * step / 12;
    return columnMeans(
        rows,
        value -> {
          double beyond = Math.max(0, Math.max(minimum - value, value - maximum));
          return beyond > 0 ? beyond * beyond : rounding;
        });
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  private static double[] columnMeans(DMatrixRMaj rows, DoubleUnaryOperator function) {
    double[] means = new double[rows.numCols];
    int index = 0;
    for (int row = 0; row < rows.numRows; row++) {
      for (int column = 0; column < means.length; column++) {
        means[column] += function.applyAsDouble(rows.data[index++]);
      }
    }
    for (int column = 0; column < means.length; column++) {
      means[column] /= rows.numRows;
    }
    return means;
  }
}
