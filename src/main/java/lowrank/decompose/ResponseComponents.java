package lowrank.decompose;

import java.util.List;
import lowrank.matrix.LinearAlgebra;
import lowrank.matrix.LinearAlgebra.Eigen;
import org.ejml.data.DMatrixRMaj;

/**
 * Principal components of a layer's responses: with the leading eigenvectors U of W C Wᵀ as last
 * factor and UᵀW as first one, the product U UᵀW is of all kernels of that output rank the one with
 * the least expected squared error of the responses (Zhang et al. 2016, "Accelerating very deep
 * convolutional networks for classification and detection", section 3.1). Exact; no inverse is
 * needed, so that any covariance will do.
 */
record ResponseComponents(KernelTensor kernel, Eigen directions) {
  static ResponseComponents of(KernelTensor kernel, ResponseMetric metric) {
    DMatrixRMaj matrix = kernel.unfoldOutputs();
    return new ResponseComponents(
        kernel,
        LinearAlgebra.symmetricEigen(
            LinearAlgebra.multiplyByTransposed(metric.weigh(matrix), matrix)));
  }

  /** R×(Dh·Dw·S) and T×R. */
  List<double[]> factors(List<Integer> ranks) {
    DMatrixRMaj leading = directions.leading(ranks.get(0));
    return List.of(TuckerModes.projectOutputs(kernel, leading).data, leading.data);
  }
}
