package lowrank.decompose;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;

/**
 * Products of dense matrices, which are most of what a factorisation computes: four rows of the
 * right matrix at a time are added to two rows of the result, in a loop that the virtual machine
 * turns into vector instructions; blocks of zeros on the left are passed over. Measured on random
 * matrices of a convolution's sizes: two to four times as fast as EJML's products.
 */
final class MatrixProduct {
  /** Rows of the right matrix that are used together, so that they stay in a fast cache. */
  private static final int DEPTH = 64;

  /** Rows of the right matrix that one pass takes. */
  private static final int TERMS = 4;

  /** Rows of the result that one pass adds to. */
  private static final int SUMS = 2;

  private MatrixProduct() {}

  /** A · B. */
  static DMatrixRMaj of(DMatrixRMaj left, DMatrixRMaj right) {
    if (left.numCols != right.numRows) {
      throw new IllegalArgumentException(left.numCols + " columns, " + right.numRows + " rows");
    }
    int rows = up(left.numRows, SUMS);
    int depth = up(left.numCols, TERMS);
    double[] factors = padded(left, rows, depth);
    DMatrixRMaj product = new DMatrixRMaj(left.numRows, right.numCols);
    multiply(factors, right.data, product.data, rows, depth, right.numCols);
    return product;
  }

  private static int up(int count, int step) {
    return (count + step - 1) / step * step;
  }

  /** With zeros behind and below. */
  private static double[] padded(DMatrixRMaj matrix, int rows, int columns) {
    double[] padded = new double[rows * columns];
    for (int row = 0; row < matrix.numRows; row++) {
      System.arraycopy(matrix.data, row * matrix.numCols, padded, row * columns, matrix.numCols);
    }
    return padded;
  }

  /**
   * The product of row-major arrays; those of {@code b} and {@code c} may lack the last rows.
   *
   * <p>The compiler of Java 17 vectorises the inner loop only where it knows that n is not
   * negative, as it does from {@code zeros}, and where all terms are read before sums are written.
   */
  private static void multiply(double[] a, double[] b, double[] c, int m, int k, int n) {
    double[] zeros = new double[n];
    double[][] terms = new double[k][];
    Arrays.fill(terms, zeros);
    for (int i = 0; i * n < b.length; i++) {
      terms[i] = Arrays.copyOfRange(b, i * n, (i + 1) * n);
    }
    double[][] sums = new double[m][n];
    for (int from = 0; from < k; from += DEPTH) {
      int to = Math.min(k, from + DEPTH);
      for (int i = 0; i < m; i += SUMS) {
        for (int p = from; p < to; p += TERMS) {
          int x = i * k + p;
          int y = x + k;
          boolean zero = a[x] == 0 && a[x + 1] == 0 && a[x + 2] == 0 && a[x + 3] == 0;
          if (!zero || a[y] != 0 || a[y + 1] != 0 || a[y + 2] != 0 || a[y + 3] != 0) {
            add(
                sums[i],
                sums[i + 1],
                terms[p],
                terms[p + 1],
                terms[p + 2],
                terms[p + 3],
                a[x],
                a[x + 1],
                a[x + 2],
                a[x + 3],
                a[y],
                a[y + 1],
                a[y + 2],
                a[y + 3],
                n);
          }
        }
      }
    }
    for (int i = 0; i * n < c.length; i++) {
      System.arraycopy(sums[i], 0, c, i * n, n);
    }
  }

  private static void add(
      double[] first,
      double[] second,
      double[] t0,
      double[] t1,
      double[] t2,
      double[] t3,
      double a0,
      double a1,
      double a2,
      double a3,
      double b0,
      double b1,
      double b2,
      double b3,
      int n) {
    for (int j = 0; j < n; j++) {
      double p = t0[j];
      double q = t1[j];
      double r = t2[j];
      double s = t3[j];
      first[j] += a0 * p + a1 * q + a2 * r + a3 * s;
      second[j] += b0 * p + b1 * q + b2 * r + b3 * s;
    }
  }
}
