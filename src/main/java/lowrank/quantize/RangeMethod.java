package lowrank.quantize;

/** How the quantised range of an activation is taken from its distribution on calibration data. */
public enum RangeMethod {
  /** Everything that was seen. */
  MINMAX {
    @Override
    Interval choose(Histogram histogram) {
      return histogram.interval();
    }
  },
  /** All but the outermost {@value #TAIL} of the elements at each end. */
  PERCENTILE {
    @Override
    Interval choose(Histogram histogram) {
      return new Interval(histogram.quantile(TAIL), histogram.quantile(1 - TAIL));
    }
  },
  /** The range, shrunk from both ends alike, with the smallest mean squared quantisation error. */
  MSE {
    @Override
    Interval choose(Histogram histogram) {
      Interval best = histogram.interval();
      double smallest = Double.POSITIVE_INFINITY;
      for (int percent = 100; percent >= 30; percent--) {
        Interval candidate = histogram.interval().scaled(percent / 100.0);
        double error = histogram.quantizationError(candidate);
        if (error < smallest) {
          smallest = error;
          best = candidate;
        }
      }
      return best;
    }
  };

  private static final double TAIL = 1e-4;

  /** The range to be represented. */
  abstract Interval choose(Histogram histogram);
}
