package lowrank.decompose;

import java.util.Random;
import lowrank.matrix.LinearAlgebra;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Orthogonal matrices Q for which all diagonal entries of Q A Qᵀ are equal, A being symmetric: they
 * exist because the constant vector is majorised by the eigenvalues (Horn 1954, "Doubly stochastic
 * matrices and the diagonal of a rotation matrix"). Built by Givens rotations, each of which sets
 * one diagonal entry to the mean (Bendel and Mickey 1978, "Population correlation matrices for
 * sampling experiments").
 */
final class EvenRotation {
  private static final long SEED = 1954;

  private EvenRotation() {}

  /** Q for A. */
  static DMatrixRMaj of(DMatrixRMaj symmetric) {
    return even(symmetric.copy(), CommonOps_DDRM.identity(symmetric.numRows));
  }

  /**
   * Another Q for A: a random rotation first, which makes values of mixed channels more alike in
   * shape, then the rest of the way.
   *
   * @param variant which of the random ones
   */
  static DMatrixRMaj of(DMatrixRMaj symmetric, int variant) {
    DMatrixRMaj rotation = random(symmetric.numRows, new Random(SEED + variant));
    DMatrixRMaj turned =
        LinearAlgebra.multiplyByTransposed(LinearAlgebra.multiply(rotation, symmetric), rotation);
    return even(turned, rotation);
  }

  /** Evens out {@code matrix}, and turns {@code rotation} along. */
  private static DMatrixRMaj even(DMatrixRMaj matrix, DMatrixRMaj rotation) {
    int size = matrix.numRows;
    double mean = CommonOps_DDRM.trace(matrix) / size;
    for (int step = 1; step < size; step++) {
      int high = 0;
      int low = 0;
      for (int i = 1; i < size; i++) {
        high = matrix.get(i, i) > matrix.get(high, high) ? i : high;
        low = matrix.get(i, i) < matrix.get(low, low) ? i : low;
      }
      double above = matrix.get(high, high) - mean;
      double below = matrix.get(low, low) - mean;
      if (!(above > 0 && below < 0)) {
        break;
      }
      double cross = matrix.get(high, low);
      double root = StrictMath.sqrt(cross * cross - above * below);
      double tangent = above / (-cross - StrictMath.copySign(root, cross));
      double cosine = 1 / StrictMath.sqrt(1 + tangent * tangent);
      turnRows(matrix, high, low, cosine, cosine * tangent);
      turnColumns(matrix, high, low, cosine, cosine * tangent);
      turnRows(rotation, high, low, cosine, cosine * tangent);
      matrix.set(high, high, mean);
    }
    return rotation;
  }

  /** A product of plane rotations by random angles that mixes every channel with every other. */
  private static DMatrixRMaj random(int size, Random random) {
    DMatrixRMaj rotation = CommonOps_DDRM.identity(size);
    for (int distance = 1; distance < size; distance++) {
      for (int i = 0; i + distance < size; i++) {
        double angle = 2 * StrictMath.PI * random.nextDouble();
        turnRows(rotation, i, i + distance, StrictMath.cos(angle), StrictMath.sin(angle));
      }
    }
    return rotation;
  }

  /** Row i becomes cos·i + sin·j, row j cos·j − sin·i. */
  private static void turnRows(DMatrixRMaj matrix, int i, int j, double cosine, double sine) {
    for (int column = 0; column < matrix.numCols; column++) {
      double a = matrix.get(i, column);
      double b = matrix.get(j, column);
      matrix.set(i, column, cosine * a + sine * b);
      matrix.set(j, column, cosine * b - sine * a);
    }
  }

  private static void turnColumns(DMatrixRMaj matrix, int i, int j, double cosine, double sine) {
    for (int row = 0; row < matrix.numRows; row++) {
      double a = matrix.get(row, i);
      double b = matrix.get(row, j);
      matrix.set(row, i, cosine * a + sine * b);
      matrix.set(row, j, cosine * b - sine * a);
    }
  }
}
