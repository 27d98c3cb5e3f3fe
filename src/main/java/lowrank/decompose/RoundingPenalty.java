package lowrank.decompose;

import org.ejml.data.DMatrixRMaj;

/**
 * What rounding in int8 puts on the responses of a chain with depthwise factors: κ Σ_r ‖b_r‖² E
 * h_r², h being the last intermediate and b_r what the last factor multiplies its channel r with.
 * Terms of a canonical polyadic decomposition can be far larger than their sum and cancel each
 * other (De Silva and Lim 2008, "Tensor rank and the ill-posedness of the best low-rank
 * approximation problem"), which rounding errors do not. As only the scales of the channels are
 * free in such a chain, no gauge undoes it afterwards; so it counts while the last factor is
 * fitted, as the sensitivity does in Phan et al. 2020, "Stable low-rank tensor decomposition for
 * compression of convolutional neural network".
 */
final class RoundingPenalty {
  /**
   * κ: mean square of all rounding errors that reach a channel of the last intermediate, of its
   * values and of what it is made of, relative to the channel's mean square. Chosen by measurement:
   * 0, 3e-4, 1e-3 and 3e-3 give int8 networks that come closer and closer to their float forms, and
   * float networks that are as good.
   */
  static final double NOISE = 3e-3;

  private RoundingPenalty() {}

  /** Whether the last factor reads a depthwise one. */
  static boolean concerns(FactorChain chain) {
    int factors = chain.shapes().size();
    return factors > 1 && chain.shapes().get(factors - 2).depthwise();
  }

  /** The penalty in the metric's units, those of a squared error of the responses. */
  static double of(FactorChain chain, ResponseMetric metric) {
    int last = chain.shapes().size() - 1;
    int channels = chain.shapes().get(last).inputChannels();
    double[] factor = chain.weights().get(last);
    double[] squares = new double[channels];
    for (int i = 0; i < factor.length; i++) {
      squares[i % channels] += factor[i] * factor[i];
    }
    DMatrixRMaj responses = chain.compose(0, last).unfoldOutputs().copy();
    for (int i = 0; i < responses.data.length; i++) {
      responses.data[i] *= StrictMath.sqrt(squares[i / responses.numCols]);
    }
    return NOISE * metric.squaredLength(responses);
  }
}
