package lowrank.decompose;

import java.util.List;
import java.util.Set;
import lowrank.decompose.GaugeCandidates.Kind;

/**
 * Searches the gauge of a chain with the least predicted int8 noise: boundary by boundary, each
 * with all candidates while the others stand, twice, because the gauge of one changes the weights
 * beside the next.
 */
final class GaugeChoice {
  private static final int SWEEPS = 2;

  /** Most that rounding to float32 may change of the composed kernel, relative to its norm. */
  private static final double MOST_CHANGE = 5e-6;

  private final Set<Kind> kinds;

  /**
   * A search.
   *
   * @param kinds that are tried
   */
  GaugeChoice(Set<Kind> kinds) {
    this.kinds = kinds;
  }

  /** The best gauge found: {@code given} itself if none has less noise or float32 is too coarse. */
  GaugedChain settle(GaugedChain given) {
    GaugedChain best = given;
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int boundary = 0; boundary < given.intermediates().size(); boundary++) {
        best = best(best, boundary);
      }
    }
    double change = given.chain().compose().relativeError(best.chain().rounded().compose());
    return change < MOST_CHANGE ? best : given;
  }

  private GaugedChain best(GaugedChain given, int boundary) {
    GaugedChain best = given;
    double least = given.noise();
    for (Kind kind : Kind.values()) {
      List<ChannelMix> mixes =
          kinds.contains(kind) ? GaugeCandidates.of(kind, given, boundary) : List.of();
      for (ChannelMix mix : mixes) {
        GaugedChain candidate = tidy(given.with(boundary, mix), boundary);
        double noise = candidate.noise();
        if (noise < least) {
          least = noise;
          best = candidate;
        }
      }
    }
    return best;
  }

  /**
   * Gives writers and readers the same norm, and every channel the sign with which its largest
   * value is positive: so the ranges of all channels reach to the same side, and the zero point
   * saves what is not needed of the other.
   */
  private static GaugedChain tidy(GaugedChain chain, int boundary) {
    ChainBoundary weights = chain.boundary(boundary);
    int channels = weights.channels();
    double written = 0;
    double read = 0;
    for (int r = 0; r < channels; r++) {
      written += weights.writer().squaredNorm(r);
      read += weights.reader().squaredNorm(r);
    }
    double scale = written > 0 && read > 0 ? StrictMath.pow(read / written, 0.25) : 1;
    double[] factors = new double[channels];
    for (int r = 0; r < channels; r++) {
      factors[r] = chain.intermediates().get(boundary).largest(r) < 0 ? -scale : scale;
    }
    return chain.with(boundary, ChannelMix.diagonal(factors));
  }
}
