package lowrank.decompose;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Alternating weighted least squares: fits the factors of a chain one after another so that the
 * kernel that they compose to is near a target in a {@link ResponseMetric}. The error never rises.
 */
final class ResponseFit {
  /** Relative fall of the squared error from sweep to sweep below which sweeps end. */
  private static final double TOLERANCE = 1e-3;

  /** Sweeps over all factors when a factorisation is computed. */
  static final int SWEEPS = 12;

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
  FactorChain improve(FactorChain start, int maximumSweeps) {
    FactorChain best = start;
    double least = relativeSquaredError(start.compose());
    FactorChain chain = start;
    for (int sweep = 0; sweep < maximumSweeps && least > 0; sweep++) {
      for (int factor = chain.shapes().size() - 1; factor >= 0; factor--) {
        chain = fit(chain, factor);
      }
      double error = relativeSquaredError(chain.compose());
      if (!(error < least)) {
        break;
      }
      boolean enough = least - error < TOLERANCE * least;
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
