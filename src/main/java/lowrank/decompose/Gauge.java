package lowrank.decompose;

import java.util.List;

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
        change = Math.max(change, balance(new Boundary(chain, boundary)));
      }
      if (change < TOLERANCE) {
        break;
      }
    }
    for (int boundary = 0; boundary < boundaries; boundary++) {
      fixSigns(new Boundary(chain, boundary));
    }
  }

  /** Largest relative change of a scale. Channels that carry nothing become zero on both sides. */
  private static double balance(Boundary boundary) {
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

  private static void fixSigns(Boundary boundary) {
    for (int channel = 0; channel < boundary.channels(); channel++) {
      if (boundary.writer().largestByMagnitude(channel) < 0) {
        boundary.writer().scale(channel, -1);
        boundary.reader().scale(channel, -1);
      }
    }
  }

  /** The channels between factor {@code index} and the next. */
  private record Boundary(FactorChain chain, int index) {
    int channels() {
      return chain.shapes().get(index).outputChannels();
    }

    /** Weights that write a channel: output-major, hence contiguous. */
    Slices writer() {
      double[] values = chain.weights().get(index);
      int length = values.length / channels();
      return new Slices(values, length, 1, length);
    }

    /** Weights that read a channel: strided, or contiguous if the factor is depthwise. */
    Slices reader() {
      double[] values = chain.weights().get(index + 1);
      int length = values.length / channels();
      List<FactorShape> shapes = chain.shapes();
      return shapes.get(index + 1).depthwise()
          ? new Slices(values, length, 1, length)
          : new Slices(values, 1, channels(), length);
    }
  }

  /** One set of weights for each channel, starting at {@code channel * start}. */
  private record Slices(double[] values, int start, int stride, int length) {
    double squaredNorm(int channel) {
      double sum = 0;
      for (int i = 0; i < length; i++) {
        double value = values[channel * start + i * stride];
        sum += value * value;
      }
      return sum;
    }

    void scale(int channel, double factor) {
      for (int i = 0; i < length; i++) {
        int index = channel * start + i * stride;
        values[index] = values[index] * factor + 0.0; // never a negative zero
      }
    }

    double largestByMagnitude(int channel) {
      double largest = 0;
      for (int i = 0; i < length; i++) {
        double value = values[channel * start + i * stride];
        largest = Math.abs(value) > Math.abs(largest) ? value : largest;
      }
      return largest;
    }
  }
}
