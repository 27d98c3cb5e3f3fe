package lowrank.decompose;

import lowrank.matrix.LinearAlgebra;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * The two channel modes of a kernel: their bases, projections onto them, and rank limits. Bases
 * come from the eigenvectors of the unfolding's Gram matrix: they are orthonormal whatever the
 * kernel, and much smaller than the unfolding.
 */
final class TuckerModes {
  private TuckerModes() {}

  /** Largest rank of the unfolding S × (T·Dh·Dw). */
  static int inputLimit(KernelSize kernel) {
    return Math.min(kernel.inputs(), kernel.outputs() * kernel.height() * kernel.width());
  }

  /** Largest rank of the unfolding T × (Dh·Dw·S). */
  static int outputLimit(KernelSize kernel) {
    return Math.min(kernel.outputs(), kernel.inputs() * kernel.height() * kernel.width());
  }

  /** Left singular vectors of S × (T·Dh·Dw) with the squared singular values. */
  static LinearAlgebra.Eigen inputBasis(KernelTensor kernel) {
    return LinearAlgebra.symmetricEigen(
        LinearAlgebra.gramOfColumns(kernel.unfoldInputsTransposed()));
  }

  /** Left singular vectors of T × (Dh·Dw·S) with the squared singular values. */
  static LinearAlgebra.Eigen outputBasis(KernelTensor kernel) {
    return LinearAlgebra.symmetricEigen(LinearAlgebra.gramOfRows(kernel.unfoldOutputs()));
  }

  /** Kernel with S inputs made one with as many inputs as columns: (T·Dh·Dw) × R. */
  static DMatrixRMaj projectInputs(KernelTensor kernel, DMatrixRMaj vectors) {
    return LinearAlgebra.multiply(kernel.unfoldInputsTransposed(), vectors);
  }

  /** Kernel with T outputs made one with as many outputs as columns: R × (Dh·Dw·S). */
  static DMatrixRMaj projectOutputs(KernelTensor kernel, DMatrixRMaj vectors) {
    return LinearAlgebra.multiplyTransposed(vectors, kernel.unfoldOutputs());
  }

  /** The vectors as rows: weights of a 1×1 convolution onto them. */
  static double[] transposed(DMatrixRMaj vectors) {
    return CommonOps_DDRM.transpose(vectors, null).data;
  }
}
