package lowrank.decompose;

import java.util.List;
import java.util.Optional;
import lowrank.kernel.Window;
import lowrank.matrix.LinearAlgebra;
import lowrank.matrix.LinearAlgebra.Eigen;
import lowrank.network.RankCurve.Spectrum;
import lowrank.operator.WeightedOperator;
import org.ejml.data.DMatrixRMaj;

/**
 * Tucker decomposition along both channel modes: 1×1 S→Rs, Dh×Dw Rs→Rt, 1×1 Rt→T (Kim et al. 2016,
 * "Compression of deep convolutional neural networks for fast and low power mobile applications",
 * section 3.1). Starts from the truncated higher-order SVD and alternates to convergence by
 * higher-order orthogonal iteration (De Lathauwer et al. 2000, "On the best rank-1 and
 * rank-(R1,...,RN) approximation of higher-order tensors", algorithm 4.2). Ranks: [Rs, Rt].
 */
final class Tucker2Decomposition extends ChainDecomposition {
  private static final int MAXIMUM_ITERATIONS = 100;

  /** Gain in captured energy, relative to the kernel's, below which iteration ends. */
  private static final double TOLERANCE = 1e-7;

  Tucker2Decomposition() {
    super("tucker2");
  }

  @Override
  Optional<String> kernelObstacle(WeightedOperator operator) {
    return needsSeveralPoints(operator);
  }

  @Override
  public List<Integer> rankLimits(WeightedOperator operator) {
    KernelSize kernel = KernelSize.of(operator);
    return List.of(TuckerModes.inputLimit(kernel), TuckerModes.outputLimit(kernel));
  }

  @Override
  public List<FactorShape> factorShapes(WeightedOperator operator, List<Integer> ranks) {
    KernelSize kernel = KernelSize.of(operator);
    return List.of(
        FactorShape.of(kernel.inputs(), ranks.get(0), Window.POINT),
        FactorShape.of(ranks.get(0), ranks.get(1), window(operator)),
        FactorShape.of(ranks.get(1), kernel.outputs(), Window.POINT));
  }

  @Override
  public List<Spectrum> spectra(WeightedOperator operator) {
    return Spectra.both(operator);
  }

  @Override
  public List<Spectrum> spectra(WeightedOperator operator, ResponseMetric metric) {
    return List.of(
        Spectra.inputs(operator, metric), Spectra.responses(Spectra.OUTPUTS, operator, metric));
  }

  @Override
  Solver solver(KernelTensor kernel) {
    Eigen outputBasis = TuckerModes.outputBasis(kernel);
    double tolerance = TOLERANCE * kernel.squaredNorm();
    return ranks -> iterate(kernel, outputBasis, ranks.get(0), ranks.get(1), tolerance);
  }

  private static List<double[]> iterate(
      KernelTensor kernel, Eigen start, int inputRank, int outputRank, double tolerance) {
    DMatrixRMaj outputVectors = start.leading(outputRank);
    double captured = 0;
    for (int iteration = 0; ; iteration++) {
      DMatrixRMaj inputVectors = inputVectors(kernel, outputVectors, inputRank);
      DMatrixRMaj narrowed = TuckerModes.projectInputs(kernel, inputVectors);
      narrowed.reshape(kernel.outputs(), kernel.height() * kernel.width() * inputRank);
      Eigen eigen = LinearAlgebra.symmetricEigen(LinearAlgebra.gramOfRows(narrowed));
      outputVectors = eigen.leading(outputRank);
      double now = eigen.sum(outputRank);
      if (now - captured <= tolerance || iteration == MAXIMUM_ITERATIONS) {
        double[] core = LinearAlgebra.multiplyTransposed(outputVectors, narrowed).data;
        return List.of(TuckerModes.transposed(inputVectors), core, outputVectors.data);
      }
      captured = now;
    }
  }

  /** Best input basis for a given output basis. */
  private static DMatrixRMaj inputVectors(
      KernelTensor kernel, DMatrixRMaj outputVectors, int inputRank) {
    DMatrixRMaj narrowed = TuckerModes.projectOutputs(kernel, outputVectors);
    narrowed.reshape(outputVectors.numCols * kernel.height() * kernel.width(), kernel.inputs());
    return LinearAlgebra.symmetricEigen(LinearAlgebra.gramOfColumns(narrowed)).leading(inputRank);
  }
}
