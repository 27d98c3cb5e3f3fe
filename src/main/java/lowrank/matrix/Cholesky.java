package lowrank.matrix;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.decomposition.chol.CholeskyDecompositionInner_DDRM;

/**
 * A = L·Lᵀ of a symmetric positive definite matrix, block column by block column (Golub and Van
 * Loan 2013, "Matrix Computations", section 4.2.9), so that nearly all the work, and all that of
 * solving, is products of matrices.
 */
public final class Cholesky {
  private static final int BLOCK = 48;

  private final int size;
  private final List<Column> columns = new ArrayList<>();

  private Cholesky(int size) {
    this.size = size;
  }

  /**
   * A block column of L.
   *
   * @param start its first row
   * @param inverse of its block on the diagonal
   * @param below its rows below that block
   */
  private record Column(int start, DMatrixRMaj inverse, DMatrixRMaj below) {
    int end() {
      return start + inverse.numRows;
    }
  }

  /** The decomposition, or empty if the matrix is not positive definite but for rounding. */
  public static Optional<Cholesky> of(DMatrixRMaj matrix) {
    Cholesky cholesky = new Cholesky(matrix.numRows);
    DMatrixRMaj rest = matrix;
    for (int start = 0; start < matrix.numRows; start += BLOCK) {
      int width = Math.min(BLOCK, rest.numRows);
      var diagonal = new CholeskyDecompositionInner_DDRM(true);
      if (!diagonal.decompose(part(rest, 0, width, 0, width))) {
        return Optional.empty();
      }
      DMatrixRMaj inverse = inverse(diagonal.getT(null));
      DMatrixRMaj below =
          LinearAlgebra.multiplyByTransposed(part(rest, width, rest.numRows, 0, width), inverse);
      cholesky.columns.add(new Column(start, inverse, below));
      rest = part(rest, width, rest.numRows, width, rest.numRows);
      if (rest.numRows > 0) {
        CommonOps_DDRM.subtractEquals(rest, LinearAlgebra.gramOfRows(below));
      }
    }
    return Optional.of(cholesky);
  }

  /** Inverse of a lower triangular matrix. */
  private static DMatrixRMaj inverse(DMatrixRMaj lower) {
    int size = lower.numRows;
    DMatrixRMaj inverse = new DMatrixRMaj(size, size);
    for (int i = 0; i < size; i++) {
      double[] row = new double[size];
      row[i] = 1;
      for (int k = 0; k < i; k++) {
        double factor = lower.get(i, k);
        for (int j = 0; j <= k; j++) {
          row[j] -= factor * inverse.get(k, j);
        }
      }
      for (int j = 0; j <= i; j++) {
        inverse.set(i, j, row[j] / lower.get(i, i));
      }
    }
    return inverse;
  }

  /** A⁻¹ · B. */
  public DMatrixRMaj solve(DMatrixRMaj right) {
    DMatrixRMaj solution = right.copy();
    for (Column column : columns) {
      DMatrixRMaj own = rows(solution, column.start, column.end());
      DMatrixRMaj solved = LinearAlgebra.multiply(column.inverse, own);
      CommonOps_DDRM.insert(solved, solution, column.start, 0);
      subtract(solution, column.end(), LinearAlgebra.multiply(column.below, solved));
    }
    for (int i = columns.size() - 1; i >= 0; i--) {
      Column column = columns.get(i);
      DMatrixRMaj behind = rows(solution, column.end(), size);
      subtract(solution, column.start, LinearAlgebra.multiplyTransposed(column.below, behind));
      DMatrixRMaj own = rows(solution, column.start, column.end());
      CommonOps_DDRM.insert(
          LinearAlgebra.multiplyTransposed(column.inverse, own), solution, column.start, 0);
    }
    return solution;
  }

  /** Subtracts whole rows, from row {@code start} on. */
  private static void subtract(DMatrixRMaj matrix, int start, DMatrixRMaj rows) {
    int from = start * matrix.numCols;
    for (int i = 0; i < rows.data.length; i++) {
      matrix.data[from + i] -= rows.data[i];
    }
  }

  private static DMatrixRMaj rows(DMatrixRMaj matrix, int from, int to) {
    return part(matrix, from, to, 0, matrix.numCols);
  }

  private static DMatrixRMaj part(DMatrixRMaj matrix, int top, int bottom, int left, int right) {
    DMatrixRMaj part = new DMatrixRMaj(bottom - top, right - left);
    for (int i = top; i < bottom; i++) {
      System.arraycopy(
          matrix.data,
          i * matrix.numCols + left,
          part.data,
          (i - top) * part.numCols,
          part.numCols);
    }
    return part;
  }
}
