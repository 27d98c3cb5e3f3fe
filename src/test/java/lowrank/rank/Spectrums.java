package lowrank.rank;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import lowrank.network.RankCurve.Spectrum;

/** Random matrices and their singular values, by one-sided Jacobi rotations. */
final class Spectrums {
  private Spectrums() {}

  /** A product of two Gaussian matrices, scaled, plus Gaussian noise. */
  static Spectrum lowRankPlusNoise(
      int rows, int columns, int rank, double signal, double noise, long seed) {
    Random random = new Random(seed);
    double[][] left = gaussian(rows, rank, random);
    double[][] right = gaussian(rank, columns, random);
    double[][] matrix = gaussian(rows, columns, random);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double sum = 0;
        for (int r = 0; r < rank; r++) {
          sum += left[i][r] * right[r][j];
        }
        matrix[i][j] = matrix[i][j] * noise + signal * sum;
      }
    }
    return of(matrix);
  }

  static double[][] gaussian(int rows, int columns, Random random) {
    double[][] matrix = new double[rows][columns];
    for (double[] row : matrix) {
      Arrays.setAll(row, j -> random.nextGaussian());
    }
    return matrix;
  }

  /** Rotates rows until they are orthogonal; rows must not outnumber columns. */
  static Spectrum of(double[][] matrix) {
    int rows = matrix.length;
    double[][] a = Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
    for (int sweep = 0; sweep < 60; sweep++) {
      for (int p = 0; p < rows; p++) {
        for (int q = p + 1; q < rows; q++) {
          rotate(a[p], a[q]);
        }
      }
    }
    List<Double> values =
        Arrays.stream(a)
            .map(row -> Math.sqrt(dot(row, row)))
            .sorted(Comparator.reverseOrder())
            .toList();
    return new Spectrum("test", rows, matrix[0].length, values);
  }

  private static void rotate(double[] p, double[] q) {
    double pq = dot(p, q);
    if (Math.abs(pq) <= 1e-16 * Math.sqrt(dot(p, p) * dot(q, q))) {
      return;
    }
    double zeta = (dot(q, q) - dot(p, p)) / (2 * pq);
    double t = Math.copySign(1, zeta) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
    double c = 1 / Math.sqrt(1 + t * t);
    for (int j = 0; j < p.length; j++) {
      double before = p[j];
      p[j] = c * (before - t * q[j]);
      q[j] = c * (t * before + q[j]);
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
