package lowrank.decompose;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lowrank.matrix.Cholesky;
import lowrank.matrix.LinearAlgebra;
import lowrank.operator.WeightedOperator;
import lowrank.patch.MomentSums;
import lowrank.tensor.Tensor;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Least squares for one layer: kernel V and bias b with the least E ‖y − V x − b‖² + λ ‖V − W‖², x
 * being the patches that the layer now gets, y the responses wanted, W its original kernel and λ
 * the metric's ridge. With the covariance C (ridge included) and the cross covariance D that is,
 * but for a constant, the squared length of V − V* with V* = W + (D − W (C − λI)) C⁻¹, and b = E y
 * − V E x. A layer that stands takes V*; a chain is fitted to it.
 */
final class LayerRefit {
  private final ResponseMetric metric;
  private final Cholesky covariance;
  private final KernelTensor kernel;
  private final KernelTensor best;
  private final double[] responseMean;
  private final Optional<OutputWeights> outputs;

  /**
   * Solves for V*.
   *
   * @param kernel W
   * @param moments of x and y
   */
  LayerRefit(KernelTensor kernel, MomentSums.Moments moments) {
    this(kernel, moments, Optional.empty());
  }

  /**
   * Solves for V*; a chain is fitted to it as its outputs are worth.
   *
   * @param outputs empty if all count alike
   */
  LayerRefit(KernelTensor kernel, MomentSums.Moments moments, Optional<OutputWeights> outputs) {
    this(kernel, ResponseMetric.ofFit(moments), moments, outputs);
  }

  private LayerRefit(
      KernelTensor kernel,
      ResponseMetric metric,
      MomentSums.Moments moments,
      Optional<OutputWeights> outputs) {
    this(kernel, metric, LinearAlgebra.cholesky(metric.covariance()), moments, outputs);
  }

  private LayerRefit(
      KernelTensor kernel,
      ResponseMetric metric,
      Cholesky covariance,
      MomentSums.Moments moments,
      Optional<OutputWeights> outputs) {
    this.kernel = kernel;
    this.metric = metric;
    this.covariance = covariance;
    this.outputs = outputs;
    this.responseMean = moments.responseMean();
    DMatrixRMaj original = kernel.unfoldOutputs();
    DMatrixRMaj gap = DMatrixRMaj.wrap(original.numRows, original.numCols, moments.cross().clone());
    CommonOps_DDRM.subtractEquals(gap, metric.weigh(original));
    CommonOps_DDRM.addEquals(gap, metric.ridge(), original);
    DMatrixRMaj step = LinearAlgebra.transpose(covariance.solve(LinearAlgebra.transpose(gap)));
    CommonOps_DDRM.addEquals(step, original);
    this.best = kernel.withValues(step.data);
  }

  /**
   * The same patches with other responses.
   *
   * @param moments of the same x and another y
   */
  LayerRefit towards(MomentSums.Moments moments) {
    return new LayerRefit(kernel, metric, covariance, moments, outputs);
  }

  /** What the objective exceeds its least value by, for a kernel with its best bias. */
  double excess(KernelTensor kernel) {
    DMatrixRMaj difference = kernel.unfoldOutputs().copy();
    CommonOps_DDRM.subtractEquals(difference, best.unfoldOutputs());
    return metric.squaredLength(difference);
  }

  /** V*. */
  KernelTensor best() {
    return best;
  }

  /** E y − V E x. */
  double[] bias(KernelTensor kernel) {
    double[] bias = metric.meanResponse(kernel.unfoldOutputs());
    for (int t = 0; t < bias.length; t++) {
      bias[t] = responseMean[t] - bias[t];
    }
    return bias;
  }

  /** The operators with new weights, and a new bias on the last; the objective does not rise. */
  List<WeightedOperator> refit(List<WeightedOperator> operators) {
    FactorChain chain = FactorChain.of(operators);
    FactorChain fitted = fit(chain).rounded();
    double[] bias = bias(fitted.compose());
    List<WeightedOperator> refitted = new ArrayList<>();
    for (int i = 0; i < operators.size(); i++) {
      WeightedOperator operator = operators.get(i);
      Tensor weights = Tensor.fromDoubles(operator.weights().shape(), fitted.weights().get(i));
      boolean last = i == operators.size() - 1;
      refitted.add(
          operator.withWeights(
              weights, last ? Tensor.fromDoubles(operator.bias().shape(), bias) : operator.bias()));
    }
    return refitted;
  }

  private FactorChain fit(FactorChain chain) {
    if (chain.shapes().size() == 1) {
      return chain.with(0, best.values());
    }
    FactorChain fitted =
        outputs
            .map(
                w ->
                    w.unweigh(
                        new ResponseFit(w.weigh(best), metric)
                            .improve(w.weigh(chain), ResponseFit.Effort.REFIT)))
            .orElseGet(
                () -> new ResponseFit(best, metric).improve(chain, ResponseFit.Effort.REFIT));
    Gauge.settle(fitted);
    return fitted;
  }
}
