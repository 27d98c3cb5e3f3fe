package lowrank.quantize;

import lowrank.fixed.QuantizedType;

/** Distribution of one activation over the calibration data, in equal bins over its whole range. */
final class Histogram {
  private static final int BINS = 2048;
  private final Interval interval;
  private final long[] counts = new long[BINS];
  private long total;

  /** An empty histogram over {@code interval}. */
  Histogram(Interval interval) {
    this.interval = interval;
  }

  Interval interval() {
    return interval;
  }

  /** Counts elements; those outside the interval go to the outermost bins. */
  void add(float[] elements) {
    double scale = interval.width() > 0 ? BINS / interval.width() : 0;
    for (float element : elements) {
      int bin = (int) ((element - interval.minimum()) * scale);
      counts[Math.max(0, Math.min(BINS - 1, bin))]++;
    }
    total += elements.length;
  }

  /** The value below which a share of the elements lies. */
  double quantile(double share) {
    double remaining = share * total;
    for (int bin = 0; bin < BINS; bin++) {
      remaining -= counts[bin];
      if (remaining <= 0) {
        return share < 0.5 ? center(bin) - binWidth() / 2 : center(bin) + binWidth() / 2;
      }
    }
    return interval.maximum();
  }

  /** Mean squared error of the elements, taken at their bins' centres, if quantised to a range. */
  double quantizationError(Interval range) {
    QuantizedType type = range.toInt8();
    double sum = 0;
    for (int bin = 0; bin < BINS; bin++) {
      if (counts[bin] > 0) {
        sum += counts[bin] * squaredError(type, center(bin));
      }
    }
    return total == 0 ? 0 : sum / total;
  }

  /**
   * Clipping error exactly, rounding error as the mean over one step where bins are finer than
   * steps.
   */
  private double squaredError(QuantizedType type, double value) {
    double low = type.dequantize(type.element().minimum());
    double high = type.dequantize(type.element().maximum());
    double clipped = Math.max(0, Math.max(low - value, value - high));
    return clipped * clipped + (double) type.scale() * type.scale() / 12;
  }

  private double center(int bin) {
    return interval.minimum() + (bin + 0.5) * binWidth();
  }

  private double binWidth() {
    return interval.width() / BINS;
  }
}
