package lowrank.decompose;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Alternating weighted least squares: fits the factors of a chain one after another so that the
 * kernel that they compose to is near a target in a {@link ResponseMetric}. The objective, which is
 * the squared error and in the last fit the {@link RoundingPenalty}, never rises; only the last
 * factor of a chain is fitted with the penalty in mind.
 */
final class ResponseFit {
  /** How long sweeps over all factors go on. */
  enum Effort {
    /** For factors that are fitted again later: what further sweeps would gain is below 0.1 dB. */
    FACTORISATION(12, 5e-3, false),
    /** For the last fit, after which factors are rounded. */
    REFIT(6, 1e-3, true);

    private final int maximumSweeps;
    private final double leastFall;
    private final boolean rounded;

    /** Sweeps end when the objective falls by less than {@code leastFall} of itself. */
    Effort(int maximumSweeps, double leastFall, boolean rounded) {
      this.maximumSweeps = maximumSweeps;
      this.leastFall = leastFall;
      this.rounded = rounded;
    }

    private boolean penalises(FactorChain chain) {
      return rounded && RoundingPenalty.concerns(chain);
    }
  }

  private final KernelTensor target;
  private final ResponseMetric metric;
  private final double energy;

  ResponseFit(KernelTensor target, ResponseMetric metric) {
    this.target = target;
    this.metric = metric;
    this.energy = metric.squaredLength(target.unfoldOutputs());
  }

  /** Squared error of a kernel relative to the target's squared length. */
  double relativeSquaredError(KernelTensor kernel) {
    return energy == 0 ? 0 : metric.squaredLength(difference(kernel)) / energy;
  }

  private DMatrixRMaj difference(KernelTensor kernel) {
    DMatrixRMaj difference = new DMatrixRMaj(target.unfoldOutputs());
    CommonOps_DDRM.subtractEquals(difference, kernel.unfoldOutputs());
    return difference;
  }

  private double objective(FactorChain chain, boolean penalised) {
    double error = relativeSquaredError(chain.compose());
    return penalised && energy > 0 ? error + RoundingPenalty.of(chain, metric) / energy : error;
  }

  /** A chain that is no worse than {@code start}; its arrays are not modified. */
  FactorChain improve(FactorChain start, Effort effort) {
    int last = start.shapes().size() - 1;
    boolean penalised = effort.penalises(start);
    FactorChain best = start;
    double least = objective(start, penalised);
    FactorChain chain = start;
    for (int sweep = 0; sweep < effort.maximumSweeps && least > 0; sweep++) {
      for (int factor = penalised ? last - 1 : last; factor >= 0; factor--) {
        chain = fit(chain, factor, 0);
      }
      chain = penalised ? fit(chain, last, RoundingPenalty.NOISE) : chain;
      double error = objective(chain, penalised);
      if (!(error < least)) {
        break;
      }
      boolean enough = least - error < effort.leastFall * least;
      best = chain;
      least = error;
      if (enough) {
        break;
      }
    }
    return best;
  }

  private FactorChain fit(FactorChain chain, int factor, double inputNoise) {
    DMatrixRMaj weighed = metric.weigh(difference(chain.compose()));
    FactorProblem problem = new FactorProblem(chain, factor, target, metric, inputNoise);
    return chain.with(factor, problem.solve(chain.weights().get(factor), weighed));
  }
}
