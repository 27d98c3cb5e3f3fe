package lowrank.decompose;

import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/**
 * Products of dense matrices, which are most of what a factorisation computes: four rows of the
 * right matrix at a time are added to two rows of the result, in loops that the virtual machine
 * turns into vector instructions; blocks of zeros on the left are passed over. Large products are
 * shared among processors; the order of additions does not depend on how many there are.
 */
final class MatrixProduct {
  /** Rows of the right matrix that are used together, so that they stay in a fast cache. */
  private static final int DEPTH = 64;

  /** Rows of the right matrix that one pass over two rows of the result takes. */
  private static final int STEP = 4;

  /** Rows of the result that are computed together. */
  private static final int STRIPE = 16;

  /** Multiplies from which on a product is shared among processors. */
  private static final long LARGE = 1L << 22;

  private final double[][] left;
  private final double[][] right;
  private final double[][] result;

  private MatrixProduct(DMatrixRMaj left, DMatrixRMaj right) {
    int depth = up(right.numRows, STEP);
    int rows = up(left.numRows, 2);
    this.left = rows(left, rows, depth);
    this.right = rows(right, depth, right.numCols);
    this.result = new double[rows][right.numCols];
  }

  /** A · B. */
  static DMatrixRMaj of(DMatrixRMaj left, DMatrixRMaj right) {
    if (left.numCols != right.numRows) {
      throw new IllegalArgumentException(left.numCols + " columns, " + right.numRows + " rows");
    }
    MatrixProduct product = new MatrixProduct(left, right);
    IntStream stripes = IntStream.range(0, (left.numRows + STRIPE - 1) / STRIPE);
    boolean large = (long) left.numRows * left.numCols * right.numCols >= LARGE;
    (large ? stripes.parallel() : stripes).forEach(product::computeStripe);
    return product.result(left.numRows, right.numCols);
  }

  private static int up(int count, int step) {
    return (count + step - 1) / step * step;
  }

  /** The rows of a matrix as arrays, with zeros behind and below them. */
  private static double[][] rows(DMatrixRMaj matrix, int count, int length) {
    double[][] rows = new double[count][length];
    for (int row = 0; row < matrix.numRows; row++) {
      System.arraycopy(matrix.data, row * matrix.numCols, rows[row], 0, matrix.numCols);
    }
    return rows;
  }

  private DMatrixRMaj result(int rows, int columns) {
    DMatrixRMaj matrix = new DMatrixRMaj(rows, columns);
    for (int row = 0; row < rows; row++) {
      System.arraycopy(result[row], 0, matrix.data, row * columns, columns);
    }
    return matrix;
  }

  private void computeStripe(int stripe) {
    int end = Math.min(result.length, (stripe + 1) * STRIPE);
    for (int from = 0; from < right.length; from += DEPTH) {
      int to = Math.min(right.length, from + DEPTH);
      for (int row = stripe * STRIPE; row < end; row += 2) {
        for (int k = from; k < to; k += STEP) {
          add(result[row], result[row + 1], right, left[row], left[row + 1], k);
        }
      }
    }
  }

  /** Adds four terms, times elements of {@code a} and of {@code b}, to two rows. */
  private static void add(
      double[] first, double[] second, double[][] terms, double[] a, double[] b, int k) {
    double[] t0 = terms[k];
    double[] t1 = terms[k + 1];
    double[] t2 = terms[k + 2];
    double[] t3 = terms[k + 3];
    double a0 = a[k];
    double a1 = a[k + 1];
    double a2 = a[k + 2];
    double a3 = a[k + 3];
    double b0 = b[k];
    double b1 = b[k + 1];
    double b2 = b[k + 2];
    double b3 = b[k + 3];
    boolean nothing = a0 == 0 && a1 == 0 && a2 == 0 && a3 == 0;
    if (nothing && b0 == 0 && b1 == 0 && b2 == 0 && b3 == 0) {
      return;
    }
    for (int j = 0; j < first.length; j++) {
      first[j] += a0 * t0[j] + a1 * t1[j] + a2 * t2[j] + a3 * t3[j];
      second[j] += b0 * t0[j] + b1 * t1[j] + b2 * t2[j] + b3 * t3[j];
    }
  }
}
