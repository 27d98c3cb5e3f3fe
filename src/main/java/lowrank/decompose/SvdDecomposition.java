package lowrank.decompose;

import java.util.List;
import java.util.Optional;
import lowrank.kernel.Window;
import lowrank.matrix.LinearAlgebra;
import lowrank.matrix.LinearAlgebra.Svd;
import lowrank.network.RankCurve.Spectrum;
import lowrank.operator.WeightedOperator;
import org.ejml.data.DMatrixRMaj;

/**
 * Truncated singular value decomposition of a matrix T×S into S→R and R→T: the best approximation
 * of rank R in the Frobenius norm (Eckart and Young 1936). For dense layers and 1×1 convolutions;
 * the first factor takes the convolution's stride and padding.
 */
final class SvdDecomposition extends ChainDecomposition {
  SvdDecomposition() {
    super("svd");
  }

  @Override
  Optional<String> kernelObstacle(WeightedOperator operator) {
    return window(operator).taps() == 1
        ? Optional.empty()
        : Optional.of("the kernel has several points, svd is for dense layers and 1x1 kernels");
  }

  @Override
  public List<Integer> rankLimits(WeightedOperator operator) {
    KernelSize kernel = KernelSize.of(operator);
    return List.of(Math.min(kernel.inputs(), kernel.outputs()));
  }

  @Override
  public List<FactorShape> factorShapes(WeightedOperator operator, List<Integer> ranks) {
    KernelSize kernel = KernelSize.of(operator);
    return List.of(
        FactorShape.of(kernel.inputs(), ranks.get(0), window(operator)),
        FactorShape.of(ranks.get(0), kernel.outputs(), Window.POINT));
  }

  @Override
  public List<Spectrum> spectra(WeightedOperator operator) {
    return List.of(Spectra.of("TxS", KernelTensor.of(operator).unfoldOutputs()));
  }

  @Override
  public List<Spectrum> spectra(WeightedOperator operator, ResponseMetric metric) {
    return List.of(Spectra.responses("TxS", operator, metric));
  }

  @Override
  Solver solver(KernelTensor kernel) {
    Svd svd = LinearAlgebra.svd(kernel.unfoldOutputs());
    return ranks -> factors(svd, ranks.get(0));
  }

  /** The responses' principal directions: see {@link ResponseComponents}. */
  @Override
  Solver solver(WeightedOperator operator, KernelTensor kernel, ResponseMetric metric) {
    return ResponseComponents.of(kernel, metric)::factors;
  }

  /** R×S and T×R: right singular vectors, and left ones times the singular values. */
  private static List<double[]> factors(Svd svd, int rank) {
    DMatrixRMaj left = svd.left();
    DMatrixRMaj right = svd.right();
    double[] first = new double[rank * right.numRows];
    double[] second = new double[left.numRows * rank];
    for (int r = 0; r < rank; r++) {
      for (int s = 0; s < right.numRows; s++) {
        first[r * right.numRows + s] = right.get(s, r);
      }
      for (int t = 0; t < left.numRows; t++) {
        second[t * rank + r] = left.get(t, r) * svd.values()[r];
      }
    }
    return List.of(first, second);
  }
}
