package lowrank.decompose;

import java.util.List;
import java.util.Optional;
import lowrank.decompose.LinearAlgebra.Svd;
import lowrank.kernel.Window;
import lowrank.network.RankCurve.Spectrum;
import lowrank.operator.WeightedOperator;

/**
 * Splits a kernel into a column and a row: Dh×1 S→R, then 1×Dw R→T, from the SVD of the
 * (S·Dh)×(T·Dw) unfolding (Jaderberg et al. 2014, "Speeding up convolutional neural networks with
 * low rank expansions", scheme 2; closed form by Tai et al. 2016, "Convolutional neural networks
 * with low-rank regularization", theorem 1). Rows' stride, dilation and padding go to the column,
 * columns' to the row.
 */
final class SpatialDecomposition extends ChainDecomposition {
  SpatialDecomposition() {
    super("spatial");
  }

  @Override
  Optional<String> kernelObstacle(WeightedOperator operator) {
    return needsSeveralPoints(operator);
  }

  @Override
  public List<Integer> rankLimits(WeightedOperator operator) {
    KernelTensor kernel = KernelTensor.of(operator);
    return List.of(Math.min(kernel.inputs() * kernel.height(), kernel.outputs() * kernel.width()));
  }

  @Override
  public List<FactorShape> factorShapes(WeightedOperator operator, List<Integer> ranks) {
    KernelTensor kernel = KernelTensor.of(operator);
    Window window = window(operator);
    return List.of(
        FactorShape.of(kernel.inputs(), ranks.get(0), window.vertical()),
        FactorShape.of(ranks.get(0), kernel.outputs(), window.horizontal()));
  }

  @Override
  public List<Spectrum> spectra(WeightedOperator operator) {
    return List.of(Spectra.of("SDxTD", KernelTensor.of(operator).unfoldSpatial()));
  }

  @Override
  Solver solver(KernelTensor kernel) {
    Svd svd = LinearAlgebra.svd(kernel.unfoldSpatial());
    return ranks -> factors(kernel, svd, ranks.get(0));
  }

  /** R×Dh×1×S from the left singular vectors, T×1×Dw×R from the right ones. */
  private static List<double[]> factors(KernelTensor kernel, Svd svd, int rank) {
    int height = kernel.height();
    int width = kernel.width();
    double[] column = new double[rank * height * kernel.inputs()];
    double[] row = new double[kernel.outputs() * width * rank];
    for (int r = 0; r < rank; r++) {
      for (int s = 0; s < kernel.inputs(); s++) {
        for (int i = 0; i < height; i++) {
          column[(r * height + i) * kernel.inputs() + s] = svd.left().get(s * height + i, r);
        }
      }
      for (int t = 0; t < kernel.outputs(); t++) {
        for (int j = 0; j < width; j++) {
          row[(t * width + j) * rank + r] = svd.right().get(t * width + j, r) * svd.values()[r];
        }
      }
    }
    return List.of(column, row);
  }
}
