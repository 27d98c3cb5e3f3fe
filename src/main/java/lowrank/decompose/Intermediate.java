package lowrank.decompose;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import lowrank.matrix.LinearAlgebra;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Values of the channels between two factors on calibration data, and what is lost of them as int8
 * with one scale and zero point for all channels.
 */
final class Intermediate {
  private static final int STEPS = 255;
  private static final double SHARE_STEP = 0.05;
  private static final int SHARE_STEPS = 12;

  private final DMatrixRMaj rows;
  private final double[] offsets;
  private final double[] meanSquares;
  private final double[] errors;

  /**
   * Measures values.
   *
   * @param rows N×R, a row for each pixel
   */
  Intermediate(DMatrixRMaj rows) {
    this(rows, new double[rows.numCols]);
  }

  private Intermediate(DMatrixRMaj rows, double[] offsets) {
    this.rows = rows;
    this.offsets = offsets;
    this.meanSquares = columnMeans(rows, value -> value * value);
    this.errors = leastErrors();
  }

  /** The same channels without their means, which {@link #offsets} keeps. */
  Intermediate centred() {
    double[] means = columnMeans(rows, value -> value);
    DMatrixRMaj centred = rows.copy();
    for (int i = 0; i < centred.data.length; i++) {
      centred.data[i] -= means[i % means.length];
    }
    return new Intermediate(centred, means);
  }

  int channels() {
    return rows.numCols;
  }

  /** What was taken off each channel. */
  double[] offsets() {
    return offsets;
  }

  /** The values of new channels. */
  Intermediate mixed(ChannelMix mix) {
    return new Intermediate(
        LinearAlgebra.multiplyByTransposed(rows, mix.forward()),
        LinearAlgebra.multiply(mix.forward(), DMatrixRMaj.wrap(offsets.length, 1, offsets)).data);
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

  /**
   * Largest magnitude of each channel that is kept where the channel has int8 values of its own,
   * with the range of least error.
   */
  double[] extents() {
    double[] extents = new double[rows.numCols];
    for (int channel = 0; channel < extents.length; channel++) {
      DMatrixRMaj column = new DMatrixRMaj(rows.numRows, 1);
      for (int row = 0; row < rows.numRows; row++) {
        column.data[row] = rows.get(row, channel);
      }
      extents[channel] = Math.abs(largest(channel)) * bestShare(column);
    }
    return extents;
  }

  double largest(int channel) {
    double largest = 0;
    for (int row = 0; row < rows.numRows; row++) {
      double value = rows.get(row, channel);
      largest = Math.abs(value) > Math.abs(largest) ? value : largest;
    }
    return largest;
  }

  private double[] leastErrors() {
    double share = bestShare(rows);
    return errors(rows, share * minimum(rows), share * maximum(rows));
  }

  /** The share to which the range is shrunk from both ends alike for the least sum of errors. */
  private static double bestShare(DMatrixRMaj values) {
    double[] sums = errorsByShare(values);
    int best = 0;
    for (int step = 1; step < sums.length; step++) {
      best = sums[step] < sums[best] ? step : best;
    }
    return share(best);
  }

  private static double share(int step) {
    return 1 - step * SHARE_STEP;
  }

  /** Sums of the errors of all values by share. Most are inside the narrowest range. */
  private static double[] errorsByShare(DMatrixRMaj values) {
    double minimum = minimum(values);
    double maximum = maximum(values);
    double[] sums = new double[SHARE_STEPS + 1];
    int[] beyond = new int[sums.length];
    for (double value : values.data) {
      double end = value < 0 ? minimum : maximum;
      for (int step = SHARE_STEPS; Math.abs(value) > Math.abs(share(step) * end); step--) {
        double error = value - share(step) * end;
        sums[step] += error * error;
        beyond[step]++;
      }
    }
    for (int step = 0; step < sums.length; step++) {
      double rounding = rounding(share(step) * minimum, share(step) * maximum);
      sums[step] += (values.data.length - beyond[step]) * rounding;
    }
    return sums;
  }

  /** Mean squared error of values inside a range. */
  private static double rounding(double minimum, double maximum) {
    double step = (maximum - minimum) / STEPS;
    return step * step / 12;
  }

  private static double minimum(DMatrixRMaj values) {
    double minimum = 0;
    for (double value : values.data) {
      minimum = Math.min(minimum, value);
    }
    return minimum;
  }

  private static double maximum(DMatrixRMaj values) {
    double maximum = 0;
    for (double value : values.data) {
      maximum = Math.max(maximum, value);
    }
    return maximum;
  }

  private static double[] errors(DMatrixRMaj values, double minimum, double maximum) {
    double rounding = rounding(minimum, maximum);
    double[] sums = new double[values.numCols];
    int[] rounded = new int[values.numCols];
    Arrays.fill(rounded, values.numRows);
    int index = 0;
    for (int row = 0; row < values.numRows; row++) {
      for (int column = 0; column < sums.length; column++) {
        double value = values.data[index++];
        if (value < minimum || value > maximum) {
          double beyond = value < minimum ? minimum - value : value - maximum;
          sums[column] += beyond * beyond;
          rounded[column]--;
        }
      }
    }
    for (int column = 0; column < sums.length; column++) {
      sums[column] += rounded[column] * rounding;
    }
    return divided(sums, values.numRows);
  }

  private static double[] columnMeans(DMatrixRMaj rows, DoubleUnaryOperator function) {
    double[] means = new double[rows.numCols];
    int index = 0;
    for (int row = 0; row < rows.numRows; row++) {
      for (int column = 0; column < means.length; column++) {
        means[column] += function.applyAsDouble(rows.data[index++]);
      }
    }
    return divided(means, rows.numRows);
  }

  private static double[] divided(double[] sums, int count) {
    for (int column = 0; column < sums.length; column++) {
      sums[column] /= count;
    }
    return sums;
  }
}
