package lowrank.rank;

import lowrank.network.RankCurve.Spectrum;

/**
 * Rank of a noisy matrix by empirical variational Bayesian matrix factorisation, after Nakajima,
 * Sugiyama, Babacan and Tomioka 2013, "Global analytic solution of fully-observed variational
 * Bayesian matrix factorization", Journal of Machine Learning Research 14, pages 1-37. The matrix
 * is L×M with L ≤ M and singular values γ; α = L / M. Given the noise variance σ², the components
 * kept are those with γ² > M σ² x̄, where x̄ = (1 + τ̄)(1 + α / τ̄) and τ̄ is the zero of Φ(τ) +
 * Φ(τ / α), Φ(z) = log(z + 1) / z − 1/2. The noise variance minimises the free energy.
 */
final class Evbmf {
  private static final int GRID = 2000;
  private static final int REFINEMENTS = 100;

  /**
   * Variance below which noise cannot be told from rounding, as a share of the largest possible.
   */
  private static final double ROUNDING = 1e-14;

  private final double[] squares;
  private final int columns;
  private final double alpha;
  private final double threshold;

  private Evbmf(Spectrum spectrum) {
    this.squares = spectrum.singularValues().stream().mapToDouble(value -> value * value).toArray();
    this.columns = Math.max(spectrum.rows(), spectrum.columns());
    this.alpha = (double) squares.length / columns;
    double tau = root(alpha);
    this.threshold = (1 + tau) * (1 + alpha / tau);
  }

  /** Estimated rank, 0 to min(rows, columns); 0 for a zero matrix and for pure noise. */
  static int rank(Spectrum spectrum) {
    if (spectrum.energy() == 0) {
      return 0;
    }
    Evbmf evbmf = new Evbmf(spectrum);
    return evbmf.rank(evbmf.noiseVariance());
  }

  /** The noise variance that minimises the free energy; the matrix must not be zero. */
  static double noiseVariance(Spectrum spectrum) {
    return new Evbmf(spectrum).noiseVariance();
  }

  /** Number of components kept at a given noise variance. */
  static int rank(Spectrum spectrum, double variance) {
    return new Evbmf(spectrum).rank(variance);
  }

  /** What {@link #noiseVariance} minimises, at a given noise variance. */
  static double freeEnergy(Spectrum spectrum, double variance) {
    return new Evbmf(spectrum).freeEnergy(variance);
  }

  private int rank(double variance) {
    int rank = 0;
    while (rank < squares.length && squares[rank] > columns * variance * threshold) {
      rank++;
    }
    return rank;
  }

  /**
   * The paper's bounds, searched on a logarithmic grid, for the free energy may have several local
   * minima, then by golden section around the best point.
   */
  private double noiseVariance() {
    double sum = 0;
    for (double square : squares) {
      sum += square;
    }
    double high = sum / (squares.length * (double) columns);
    double low = Math.min(high, Math.max(lowerBound(), ROUNDING * high));
    double step = (StrictMath.log(high) - StrictMath.log(low)) / GRID;
    double start = StrictMath.log(low);
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i <= GRID; i++) {
      double energy = freeEnergy(StrictMath.exp(start + i * step));
      if (energy < least) {
        least = energy;
        best = i;
      }
    }
    double from = start + Math.max(0, best - 1) * step;
    return StrictMath.exp(goldenSection(from, start + Math.min(GRID, best + 1) * step));
  }

  /** No component beyond ⌈L / (1 + α)⌉ − 1 is kept, and what is not kept is noise. */
  private double lowerBound() {
    int most = (int) Math.ceil(squares.length / (1 + alpha)) - 1;
    double rest = 0;
    for (int i = most; i < squares.length; i++) {
      rest += squares[i];
    }
    double mean = rest / ((squares.length - most) * (double) columns);
    return Math.max(mean, squares[most] / (columns * threshold));
  }

  private double goldenSection(double from, double to) {
    double ratio = (StrictMath.sqrt(5) - 1) / 2;
    double low = from;
    double high = to;
    double left = high - ratio * (high - low);
    double right = low + ratio * (high - low);
    double leftEnergy = freeEnergy(StrictMath.exp(left));
    double rightEnergy = freeEnergy(StrictMath.exp(right));
    for (int i = 0; i < REFINEMENTS; i++) {
      if (leftEnergy <= rightEnergy) {
        high = right;
        right = left;
        rightEnergy = leftEnergy;
        left = high - ratio * (high - low);
        leftEnergy = freeEnergy(StrictMath.exp(left));
      } else {
        low = left;
        left = right;
        leftEnergy = rightEnergy;
        right = low + ratio * (high - low);
        rightEnergy = freeEnergy(StrictMath.exp(right));
      }
    }
    return leftEnergy <= rightEnergy ? left : right;
  }

  /**
   * Twice the free energy per column, but for a constant: Σ ψ(γ² / (M σ²)) with ψ0(x) = x − log x,
   * written with log σ² in place of −log x so that singular values of zero do no harm.
   */
  private double freeEnergy(double variance) {
    double energy = 0;
    for (double square : squares) {
      double x = square / (columns * variance);
      energy += x + StrictMath.log(variance);
      if (x > threshold) {
        double sum = x - (1 + alpha);
        double tau = (sum + StrictMath.sqrt(Math.max(0, sum * sum - 4 * alpha))) / 2;
        energy += StrictMath.log(tau + 1) + alpha * StrictMath.log(tau / alpha + 1) - tau;
      }
    }
    return energy;
  }

  /** Zero of Φ(τ) + Φ(τ / α), which falls with τ. */
  private static double root(double alpha) {
    double low = 1e-12;
    double high = 100;
    for (int i = 0; i < 200; i++) {
      double middle = (low + high) / 2;
      if (phi(middle) + phi(middle / alpha) > 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  private static double phi(double z) {
    return StrictMath.log1p(z) / z - 0.5;
  }
}
