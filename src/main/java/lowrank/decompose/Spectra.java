package lowrank.decompose;

import java.util.ArrayList;
import java.util.List;
import lowrank.matrix.LinearAlgebra;
import lowrank.network.RankCurve.Spectrum;
import lowrank.operator.WeightedOperator;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** Singular values of a kernel's unfoldings. */
final class Spectra {
  /** Name of the unfolding S × (T·Dh·Dw). */
  static final String INPUTS = "S";

  /** Name of the unfolding T × (Dh·Dw·S). */
  static final String OUTPUTS = "T";

  private Spectra() {}

  static Spectrum of(String unfolding, DMatrixRMaj matrix) {
    return new Spectrum(
        unfolding, matrix.numRows, matrix.numCols, LinearAlgebra.singularValues(matrix));
  }

  static Spectrum inputs(WeightedOperator operator) {
    DMatrixRMaj transposed = KernelTensor.of(operator).unfoldInputsTransposed();
    return new Spectrum(
        INPUTS, transposed.numCols, transposed.numRows, LinearAlgebra.singularValues(transposed));
  }

  static Spectrum outputs(WeightedOperator operator) {
    return of(OUTPUTS, KernelTensor.of(operator).unfoldOutputs());
  }

  static List<Spectrum> both(WeightedOperator operator) {
    return List.of(inputs(operator), outputs(operator));
  }

  /**
   * Of the responses, T × (Dh·Dw·S) with data: roots of the eigenvalues of W C Wᵀ.
   *
   * @param name of the unfolding
   */
  static Spectrum responses(String name, WeightedOperator operator, ResponseMetric metric) {
    DMatrixRMaj kernel = KernelTensor.of(operator).unfoldOutputs();
    DMatrixRMaj covariance = LinearAlgebra.multiplyByTransposed(metric.weigh(kernel), kernel);
    return ofGram(name, kernel.numRows, kernel.numCols, covariance, 1);
  }

  /**
   * Of the input channels, S × (T·Dh·Dw) with data: the unfolding times a root of the channels'
   * covariance, scaled to the energy of the responses.
   */
  static Spectrum inputs(WeightedOperator operator, ResponseMetric metric) {
    KernelTensor kernel = KernelTensor.of(operator);
    DMatrixRMaj matrix = kernel.unfoldInputsTransposed();
    DMatrixRMaj root = LinearAlgebra.choleskyRoot(metric.windowAverage(kernel, 1, 1));
    DMatrixRMaj gram = LinearAlgebra.gramOfColumns(LinearAlgebra.multiply(matrix, root));
    return ofGram(INPUTS, matrix.numCols, matrix.numRows, gram, scale(gram, kernel, metric));
  }

  /** Of the spatial unfolding times a root of the covariance of columns. */
  static Spectrum spatial(String name, WeightedOperator operator, ResponseMetric metric) {
    KernelTensor kernel = KernelTensor.of(operator);
    DMatrixRMaj matrix = kernel.unfoldSpatial();
    DMatrixRMaj covariance = SpatialDecomposition.columnCovariance(kernel, metric);
    DMatrixRMaj gram =
        LinearAlgebra.multiplyTransposed(matrix, LinearAlgebra.multiply(covariance, matrix));
    return ofGram(name, matrix.numRows, matrix.numCols, gram, scale(gram, kernel, metric));
  }

  private static double scale(DMatrixRMaj gram, KernelTensor kernel, ResponseMetric metric) {
    double own = CommonOps_DDRM.trace(gram);
    return own > 0 ? metric.squaredLength(kernel.unfoldOutputs()) / own : 1;
  }

  private static Spectrum ofGram(
      String name, int rows, int columns, DMatrixRMaj gram, double scale) {
    double[] values = LinearAlgebra.symmetricEigen(gram).values();
    List<Double> singular = new ArrayList<>();
    for (int i = 0; i < Math.min(rows, columns); i++) {
      singular.add(StrictMath.sqrt(Math.max(0, scale * values[i])));
    }
    return new Spectrum(name, rows, columns, singular);
  }
}
