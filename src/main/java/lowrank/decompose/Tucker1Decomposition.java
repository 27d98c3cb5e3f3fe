package lowrank.decompose;

import java.util.List;
import java.util.Optional;
import lowrank.kernel.Window;
import lowrank.matrix.LinearAlgebra;
import lowrank.network.RankCurve.Spectrum;
import lowrank.operator.WeightedOperator;
import org.ejml.data.DMatrixRMaj;

/**
 * Tucker decomposition along one channel mode (Tucker 1966): {@code tucker1-in} is 1×1 S→R, then
 * Dh×Dw R→T; {@code tucker1-out} is Dh×Dw S→R, then 1×1 R→T. The projection onto the leading
 * singular vectors of that mode's unfolding is the best one in the Frobenius norm.
 */
final class Tucker1Decomposition extends ChainDecomposition {
  private final boolean inputMode;

  private Tucker1Decomposition(String name, boolean inputMode) {
    super(name);
    this.inputMode = inputMode;
  }

  static Tucker1Decomposition ofInputs() {
    return new Tucker1Decomposition("tucker1-in", true);
  }

  static Tucker1Decomposition ofOutputs() {
    return new Tucker1Decomposition("tucker1-out", false);
  }

  @Override
  Optional<String> kernelObstacle(WeightedOperator operator) {
    return needsSeveralPoints(operator);
  }

  @Override
  public List<Integer> rankLimits(WeightedOperator operator) {
    return List.of(
        inputMode
            ? TuckerModes.inputLimit(KernelSize.of(operator))
            : TuckerModes.outputLimit(KernelSize.of(operator)));
  }

  @Override
  public List<FactorShape> factorShapes(WeightedOperator operator, List<Integer> ranks) {
    KernelSize kernel = KernelSize.of(operator);
    Window window = window(operator);
    int rank = ranks.get(0);
    return inputMode
        ? List.of(
            FactorShape.of(kernel.inputs(), rank, Window.POINT),
            FactorShape.of(rank, kernel.outputs(), window))
        : List.of(
            FactorShape.of(kernel.inputs(), rank, window),
            FactorShape.of(rank, kernel.outputs(), Window.POINT));
  }

  @Override
  public List<Spectrum> spectra(WeightedOperator operator) {
    return List.of(inputMode ? Spectra.inputs(operator) : Spectra.outputs(operator));
  }

  @Override
  public List<Spectrum> spectra(WeightedOperator operator, ResponseMetric metric) {
    return List.of(
        inputMode
            ? Spectra.inputs(operator, metric)
            : Spectra.responses(Spectra.OUTPUTS, operator, metric));
  }

  @Override
  Solver solver(KernelTensor kernel) {
    LinearAlgebra.Eigen basis =
        inputMode ? TuckerModes.inputBasis(kernel) : TuckerModes.outputBasis(kernel);
    return ranks -> {
      DMatrixRMaj vectors = basis.leading(ranks.get(0));
      return inputMode
          ? List.of(
              TuckerModes.transposed(vectors), TuckerModes.projectInputs(kernel, vectors).data)
          : List.of(TuckerModes.projectOutputs(kernel, vectors).data, vectors.data);
    };
  }

  /** For outputs in closed form: see {@link ResponseComponents}. */
  @Override
  Solver solver(WeightedOperator operator, KernelTensor kernel, ResponseMetric metric) {
    return inputMode
        ? super.solver(operator, kernel, metric)
        : ResponseComponents.of(kernel, metric)::factors;
  }
}
