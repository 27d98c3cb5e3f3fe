package lowrank.decompose;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import lowrank.kernel.Window;
import lowrank.matrix.LinearAlgebra;
import lowrank.matrix.LinearAlgebra.Svd;
import lowrank.network.RankCurve.Spectrum;
import lowrank.operator.WeightedOperator;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

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
    KernelSize kernel = KernelSize.of(operator);
    return List.of(Math.min(kernel.inputs() * kernel.height(), kernel.outputs() * kernel.width()));
  }

  @Override
  public List<FactorShape> factorShapes(WeightedOperator operator, List<Integer> ranks) {
    KernelSize kernel = KernelSize.of(operator);
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
  public List<Spectrum> spectra(WeightedOperator operator, ResponseMetric metric) {
    return List.of(Spectra.spatial("SDxTD", operator, metric));
  }

  @Override
  Solver solver(KernelTensor kernel) {
    Svd svd = LinearAlgebra.svd(kernel.unfoldSpatial());
    return ranks -> factors(kernel, svd, ranks.get(0));
  }

  /**
   * Starts from the solution for inputs that are correlated over channels and rows: right singular
   * vectors of the unfolding times a root of their covariance.
   */
  @Override
  Solver solver(WeightedOperator operator, KernelTensor kernel, ResponseMetric metric) {
    DMatrixRMaj unfolded = kernel.unfoldSpatial();
    DMatrixRMaj covariance = columnCovariance(kernel, metric);
    DMatrixRMaj right =
        LinearAlgebra.symmetricEigen(
                LinearAlgebra.multiplyTransposed(
                    unfolded, LinearAlgebra.multiply(covariance, unfolded)))
            .vectors();
    ResponseFit fit = new ResponseFit(kernel, metric);
    return ranks -> {
      int rank = ranks.get(0);
      DMatrixRMaj leading = CommonOps_DDRM.extract(right, 0, right.numRows, 0, rank);
      double[] ones = new double[rank];
      Arrays.fill(ones, 1);
      Svd start = new Svd(LinearAlgebra.multiply(unfolded, leading), ones, leading);
      FactorChain chain =
          new FactorChain(factorShapes(operator, ranks), factors(kernel, start, rank));
      return fit.improve(chain, ResponseFit.Effort.FACTORISATION).weights();
    };
  }

  /** Covariance of a column of the patch, in the order of the unfolding's rows: S, Dh. */
  static DMatrixRMaj columnCovariance(KernelTensor kernel, ResponseMetric metric) {
    int height = kernel.height();
    int inputs = kernel.inputs();
    DMatrixRMaj average = metric.windowAverage(kernel, height, 1);
    DMatrixRMaj sorted = new DMatrixRMaj(average.numRows, average.numRows);
    for (int a = 0; a < average.numRows; a++) {
      for (int b = 0; b < average.numRows; b++) {
        int row = a % height * inputs + a / height;
        int column = b % height * inputs + b / height;
        sorted.set(a, b, average.get(row, column));
      }
    }
    return sorted;
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
