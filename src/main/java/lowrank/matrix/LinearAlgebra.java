package lowrank.matrix;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.SingularOps_DDRM;
import org.ejml.dense.row.decomposition.chol.CholeskyDecompositionInner_DDRM;
import org.ejml.dense.row.decomposition.eig.SymmetricQRAlgorithmDecomposition_DDRM;
import org.ejml.dense.row.decomposition.svd.SvdImplicitQrDecompose_DDRM;

/** The matrix decompositions used here, single-threaded, in a fixed order. */
public final class LinearAlgebra {
  private LinearAlgebra() {}

  /**
   * Compact singular value decomposition.
   *
   * @param left columns are the left singular vectors
   * @param values descending
   * @param right columns are the right singular vectors
   */
  public record Svd(DMatrixRMaj left, double[] values, DMatrixRMaj right) {}

  public static Svd svd(DMatrixRMaj matrix) {
    var svd = new SvdImplicitQrDecompose_DDRM(true, true, true, false);
    decompose(svd.decompose(matrix.copy()), matrix);
    DMatrixRMaj left = svd.getU(null, false);
    DMatrixRMaj right = svd.getV(null, false);
    double[] values = Arrays.copyOf(svd.getSingularValues(), svd.numberOfSingularValues());
    SingularOps_DDRM.descendingOrder(left, false, values, values.length, right, false);
    return new Svd(left, values, right);
  }

  /** All min(rows, columns) singular values, descending. */
  public static List<Double> singularValues(DMatrixRMaj matrix) {
    var svd = new SvdImplicitQrDecompose_DDRM(true, false, false, false);
    decompose(svd.decompose(matrix.copy()), matrix);
    return Arrays.stream(svd.getSingularValues(), 0, svd.numberOfSingularValues())
        .boxed()
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  /**
   * Eigenvectors of a symmetric matrix.
   *
   * @param values descending
   * @param vectors columns in the same order, orthonormal
   */
  public record Eigen(double[] values, DMatrixRMaj vectors) {
    /** The first {@code count} eigenvectors as columns. */
    public DMatrixRMaj leading(int count) {
      return CommonOps_DDRM.extract(vectors, 0, vectors.numRows, 0, count);
    }

    /** Sum of the first {@code count} eigenvalues. */
    public double sum(int count) {
      return Arrays.stream(values, 0, count).sum();
    }
  }

  public static Eigen symmetricEigen(DMatrixRMaj matrix) {
    var eigen = new SymmetricQRAlgorithmDecomposition_DDRM(true);
    decompose(eigen.decompose(matrix.copy()), matrix);
    int size = matrix.numRows;
    List<Integer> order =
        IntStream.range(0, size)
            .boxed()
            .sorted(
                Comparator.comparingDouble((Integer i) -> eigen.getEigenvalue(i).getReal())
                    .reversed())
            .toList();
    DMatrixRMaj vectors = new DMatrixRMaj(size, size);
    double[] values = new double[size];
    for (int column = 0; column < size; column++) {
      values[column] = eigen.getEigenvalue(order.get(column)).getReal();
      CommonOps_DDRM.insert(eigen.getEigenVector(order.get(column)), vectors, 0, column);
    }
    return new Eigen(values, vectors);
  }

  /** A · B. */
  public static DMatrixRMaj multiply(DMatrixRMaj a, DMatrixRMaj b) {
    return MatrixProduct.of(a, b);
  }

  /** Aᵀ · B. */
  public static DMatrixRMaj multiplyTransposed(DMatrixRMaj a, DMatrixRMaj b) {
    return MatrixProduct.ofTransposed(a, b);
  }

  /** Aᵀ · A. */
  public static DMatrixRMaj gramOfColumns(DMatrixRMaj matrix) {
    return MatrixProduct.ofTransposed(matrix, matrix);
  }

  /** A · Aᵀ. */
  public static DMatrixRMaj gramOfRows(DMatrixRMaj matrix) {
    return MatrixProduct.of(matrix, transpose(matrix));
  }

  /** A · Bᵀ. */
  public static DMatrixRMaj multiplyByTransposed(DMatrixRMaj a, DMatrixRMaj b) {
    return MatrixProduct.of(a, transpose(b));
  }

  /** Sum of the products of corresponding elements. */
  public static double dot(DMatrixRMaj a, DMatrixRMaj b) {
    double sum = 0;
    for (int i = 0; i < a.data.length; i++) {
      sum += a.data[i] * b.data[i];
    }
    return sum;
  }

  /**
   * The Cholesky decomposition of a matrix that is positive semidefinite but for rounding, with
   * just as much on the diagonal as it takes.
   */
  public static Cholesky cholesky(DMatrixRMaj matrix) {
    double average = CommonOps_DDRM.trace(matrix) / matrix.numRows;
    for (double share = 1e-13; share < 1; share *= 100) {
      DMatrixRMaj raised = matrix.copy();
      for (int i = 0; i < matrix.numRows; i++) {
        raised.add(i, i, average > 0 ? share * average : 1);
      }
      Optional<Cholesky> cholesky = Cholesky.of(raised);
      if (cholesky.isPresent()) {
        return cholesky.get();
      }
    }
    throw new IllegalStateException("a matrix of size " + matrix.numRows + " is not positive");
  }

  /** Lower triangular L with A = L·Lᵀ; A is positive definite. */
  public static DMatrixRMaj choleskyRoot(DMatrixRMaj matrix) {
    var decomposition = new CholeskyDecompositionInner_DDRM(true);
    decompose(decomposition.decompose(matrix.copy()), matrix);
    return decomposition.getT(null);
  }

  /** X with X · L = B for a lower triangular L; B is row-major with rows as long as L. */
  public static double[] divideRows(double[] right, DMatrixRMaj lower) {
    int size = lower.numRows;
    double[] solution = right.clone();
    for (int row = 0; row < right.length; row += size) {
      for (int i = size - 1; i >= 0; i--) {
        double value = solution[row + i] / lower.get(i, i);
        solution[row + i] = value;
        for (int j = 0; j < i; j++) {
          solution[row + j] -= value * lower.get(i, j);
        }
      }
    }
    return solution;
  }

  public static DMatrixRMaj transpose(DMatrixRMaj matrix) {
    return CommonOps_DDRM.transpose(matrix, null);
  }

  private static void decompose(boolean converged, DMatrixRMaj matrix) {
    if (!converged) {
      throw new IllegalStateException(
          "no convergence for a " + matrix.numRows + "x" + matrix.numCols + " matrix");
    }
  }
}
