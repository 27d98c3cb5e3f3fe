package lowrank.decompose;

import lowrank.matrix.LinearAlgebra;
import org.ejml.data.DMatrixRMaj;

/**
 * The intermediate channels between two neighbouring factors: the weights that write each and the
 * weights that read it.
 *
 * @param chain whose arrays the slices change in place
 * @param index of the factor that writes
 */
record ChainBoundary(FactorChain chain, int index) {
  int channels() {
    return chain.shapes().get(index).outputChannels();
  }

  /** Whether any invertible matrix may act on the channels; if not, a diagonal one may. */
  boolean mixable() {
    return !chain.shapes().get(index).depthwise() && !chain.shapes().get(index + 1).depthwise();
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
    return chain.shapes().get(index + 1).depthwise()
        ? new Slices(values, length, 1, length)
        : new Slices(values, 1, channels(), length);
  }

  /**
   * A chain whose intermediate channels are M times these: M·writer and reader·M⁻¹.
   *
   * @param mix diagonal unless {@link #mixable}
   */
  FactorChain with(ChannelMix mix) {
    double[] written = chain.weights().get(index);
    DMatrixRMaj rows = DMatrixRMaj.wrap(channels(), written.length / channels(), written);
    double[] read = chain.weights().get(index + 1);
    DMatrixRMaj columns = DMatrixRMaj.wrap(read.length / channels(), channels(), read);
    boolean depthwise = chain.shapes().get(index + 1).depthwise();
    if (depthwise) {
      columns.reshape(channels(), read.length / channels());
    }
    DMatrixRMaj mixed =
        depthwise
            ? LinearAlgebra.multiply(mix.backward(), columns)
            : LinearAlgebra.multiply(columns, mix.backward());
    return chain
        .with(index, LinearAlgebra.multiply(mix.forward(), rows).data)
        .with(index + 1, mixed.data);
  }

  /** One set of weights for each channel, starting at {@code channel * start}. */
  record Slices(double[] values, int start, int stride, int length) {
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
