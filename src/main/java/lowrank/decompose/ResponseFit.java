package lowrank.decompose;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Alternating weighted least squares: fits the factors of a chain one after another so that the
 * kernel that they compose to is near a target in a {@link ResponseMetric}. The error never rises.
 */
final class ResponseFit {
  /** How long sweeps over all factors go on. */
  enum Effort {
    /** For factors that are fitted again later: what further sweeps would gain is below 0.1 dB. */
    FACTORISATION(12, 5e-3),
    /** For the last fit. */
    REFIT(6, 1e-3);

    private final int maximumSweeps;
    private final double leastFall;

    /** Sweeps end when the squared error falls by less than {@code leastFall} of itself. */
    Effort(int maximumSweeps, double leastFall) {
      this.maximumSweeps = maximumSweeps;
      this.leastFall = leastFall;
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

  /** A chain that is no worse than {@code start}; its arrays are not modified. */
  FactorChain improve(FactorChain start, Effort effort) {
    FactorChain best = start;
    double least = relativeSquaredError(start.compose());
    FactorChain chain = start;
    for (int sweep = 0; sweep < effort.maximumSweeps && least > 0; sweep++) {
      for (int factor = chain.shapes().size() - 1; factor >= 0; factor--) {
        chain = fit(chain, factor);
      }
      double error = relativeSquaredError(chain.compose());
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

  private FactorChain fit(FactorChain chain, int factor) {
    DMatrixRMaj weighed = metric.weigh(difference(chain.compose()));
    FactorProblem problem = new FactorProblem(chain, factor, target, metric);
    return chain.with(factor, problem.solve(chain.weights().get(factor), weighed));
  }
}
