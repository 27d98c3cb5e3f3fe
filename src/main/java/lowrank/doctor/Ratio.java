package lowrank.doctor;

/** Accumulates signal and noise energy. */
final class Ratio {
  /** Ratios beyond this, either way, are given as this. */
  private static final double LIMIT = 200;

  private double signal;
  private double noise;

  /** Adds one value. */
  void add(double wanted, double got) {
    signal += wanted * wanted;
    noise += (got - wanted) * (got - wanted);
  }

  /** Adds all that another one has seen. */
  void add(Ratio other) {
    signal += other.signal;
    noise += other.noise;
  }

  /** 10 log10(signal / noise), limited to ±200 dB; no noise at all counts as the limit. */
  double decibels() {
    if (noise == 0) {
      return LIMIT;
    }
    return Math.max(-LIMIT, Math.min(LIMIT, 10 * StrictMath.log10(signal / noise)));
  }
}
