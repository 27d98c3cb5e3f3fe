package lowrank.decompose;

import lowrank.matrix.LinearAlgebra;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * How much the directions of a layer's response matter to the network's output. With the second
 * moment G = E g gᵀ of the output's gradient g with respect to the response, an error e of the
 * response moves the output by about eᵀ G e (the output factor of the Gauss-Newton matrix's
 * Kronecker approximation: Martens and Grosse 2015, "Optimizing neural networks with
 * Kronecker-factored approximate curvature", equation 1). A kernel multiplied from the left with
 * G^½ is therefore approximated where it matters.
 */
final class OutputWeights {
  /** What is added to the diagonal of G, relative to its mean: no direction counts for nothing. */
  private static final double RIDGE = 1e-2;

  private final DMatrixRMaj root;
  private final DMatrixRMaj inverse;

  private OutputWeights(DMatrixRMaj root, DMatrixRMaj inverse) {
    this.root = root;
    this.inverse = inverse;
  }

  /** Weights from G, T×T; all alike if G is zero. */
  static OutputWeights of(DMatrixRMaj moment) {
    LinearAlgebra.Eigen eigen = LinearAlgebra.symmetricEigen(moment);
    int size = moment.numRows;
    double average = CommonOps_DDRM.trace(moment) / size;
    double ridge = average > 0 ? RIDGE * average : 1;
    double[] roots = new double[size];
    double[] inverses = new double[size];
    for (int i = 0; i < size; i++) {
      roots[i] = StrictMath.sqrt(Math.max(0, eigen.values()[i]) + ridge);
      inverses[i] = 1 / roots[i];
    }
    return new OutputWeights(spectral(eigen.vectors(), roots), spectral(eigen.vectors(), inverses));
  }

  private static DMatrixRMaj spectral(DMatrixRMaj vectors, double[] values) {
    DMatrixRMaj scaled = vectors.copy();
    for (int row = 0; row < scaled.numRows; row++) {
      for (int column = 0; column < values.length; column++) {
        scaled.set(row, column, scaled.get(row, column) * values[column]);
      }
    }
    return LinearAlgebra.multiplyByTransposed(scaled, vectors);
  }

  /** G^½ V. */
  KernelTensor weigh(KernelTensor kernel) {
    return kernel.withValues(LinearAlgebra.multiply(root, kernel.unfoldOutputs()).data);
  }

  /** The chain of G^½ V from that of V. */
  FactorChain weigh(FactorChain chain) {
    return withLast(chain, root);
  }

  /** The chain of V from that of G^½ V. */
  FactorChain unweigh(FactorChain chain) {
    return withLast(chain, inverse);
  }

  private static FactorChain withLast(FactorChain chain, DMatrixRMaj matrix) {
    int last = chain.shapes().size() - 1;
    double[] weights = chain.weights().get(last);
    DMatrixRMaj rows = DMatrixRMaj.wrap(matrix.numRows, weights.length / matrix.numRows, weights);
    return chain.with(last, LinearAlgebra.multiply(matrix, rows).data);
  }
}
