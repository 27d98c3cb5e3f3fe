package lowrank.decompose;

/**
 * Settles what a factorisation leaves open between neighbouring factors: the scale and the sign of
 * every intermediate channel. Scales minimise the sum of all squared weights, which makes the norm
 * of a channel's weights the same on the side that writes it and on the side that reads it, so that
 * no factor needs a wider range than another when quantised. Signs make the largest weight by
 * magnitude that writes a channel positive (the first one among equals).
 */
final class Gauge {
  private static final int MAXIMUM_SWEEPS = 200;
  private static final double TOLERANCE = 1e-12;

  /** Squared norms below this are zero: their quotients would leave double's range. */
  private static final double NOTHING = 1e-200;

  private Gauge() {}

  /** Changes the arrays of {@code chain} in place; the kernel that it composes to stays. */
  static void settle(FactorChain chain) {
    int boundaries = chain.shapes().size() - 1;
    for (int sweep = 0; sweep < MAXIMUM_SWEEPS; sweep++) {
      double change = 0;
      for (int boundary = 0; boundary < boundaries; boundary++) {
        change = Math.max(change, balance(new ChainBoundary(chain, boundary)));
      }
      if (change < TOLERANCE) {
        break;
      }
    }
    for (int boundary = 0; boundary < boundaries; boundary++) {
      fixSigns(new ChainBoundary(chain, boundary));
    }
  }

  /** Largest relative change of a scale. Channels that carry nothing become zero on both sides. */
  private static double balance(ChainBoundary boundary) {
    double change = 0;
    for (int channel = 0; channel < boundary.channels(); channel++) {
      double written = boundary.writer().squaredNorm(channel);
      double read = boundary.reader().squaredNorm(channel);
      if (written < NOTHING || read < NOTHING) {
        boundary.writer().scale(channel, 0);
        boundary.reader().scale(channel, 0);
        continue;
      }
      double scale = StrictMath.sqrt(StrictMath.sqrt(read / written));
      boundary.writer().scale(channel, scale);
      boundary.reader().scale(channel, 1 / scale);
      change = Math.max(change, Math.abs(scale - 1));
    }
    return change;
  }

  private static void fixSigns(ChainBoundary boundary) {
    for (int channel = 0; channel < boundary.channels(); channel++) {
      if (boundary.writer().largestByMagnitude(channel) < 0) {
        boundary.writer().scale(channel, -1);
        boundary.reader().scale(channel, -1);
      }
    }
  }
}
