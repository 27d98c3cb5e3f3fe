package lowrank.rank;

import lowrank.network.RankCurve.Spectrum;

/**
 * Free energy of variational Bayesian matrix factorisation with empirical priors, minimised by
 * iterating the update of one variable after the other from several starts: slow, and independent
 * of the analytic solution. In the basis of the singular vectors the components do not interact.
 */
final class VariationalBayes {
  private static final int ITERATIONS = 5000;

  private final Spectrum spectrum;
  private final double rows;
  private final double columns;

  VariationalBayes(Spectrum spectrum) {
    this.spectrum = spectrum;
    this.rows = Math.min(spectrum.rows(), spectrum.columns());
    this.columns = Math.max(spectrum.rows(), spectrum.columns());
  }

  /** Twice the free energy at a noise variance, but for a constant. */
  double freeEnergy(double variance) {
    double energy = rows * columns * Math.log(variance) + spectrum.energy() / variance;
    for (double gamma : spectrum.singularValues()) {
      energy += Math.min(0, component(gamma, variance));
    }
    return energy;
  }

  /** Components whose posterior mean is better than none. */
  int rank(double variance) {
    return (int)
        spectrum.singularValues().stream()
            .filter(gamma -> component(gamma, variance) < -1e-9)
            .count();
  }

  /** The least energy found for one component, relative to leaving it out. */
  private double component(double gamma, double variance) {
    double least = Double.POSITIVE_INFINITY;
    for (double share : new double[] {1, 0.5, 0.1}) {
      double start = Math.sqrt(gamma * share);
      least = Math.min(least, iterate(gamma, variance, start));
    }
    return least;
  }

  private double iterate(double gamma, double variance, double start) {
    double a = start;
    double b = start;
    double varianceA = start * start / columns;
    double varianceB = start * start / rows;
    double priorA = 0;
    double priorB = 0;
    for (int i = 0; i < ITERATIONS; i++) {
      priorA = a * a / columns + varianceA;
      priorB = b * b / rows + varianceB;
      varianceA = 1 / ((b * b + rows * varianceB) / variance + 1 / priorA);
      a = varianceA * gamma * b / variance;
      varianceB = 1 / ((a * a + columns * varianceA) / variance + 1 / priorB);
      b = varianceB * gamma * a / variance;
    }
    double secondA = a * a + columns * varianceA;
    double secondB = b * b + rows * varianceB;
    return columns * Math.log(priorA / varianceA)
        + rows * Math.log(priorB / varianceB)
        + secondA / priorA
        + secondB / priorB
        - rows
        - columns
        + (secondA * secondB - 2 * a * b * gamma) / variance;
  }
}
