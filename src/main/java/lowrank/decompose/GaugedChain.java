package lowrank.decompose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lowrank.matrix.LinearAlgebra;
import org.ejml.data.DMatrixRMaj;

/**
 * A chain in one gauge with the values of its intermediates.
 *
 * @param intermediates one less than factors
 * @param readerGrams BᵀB for each boundary, R×R: B is everything after it, one column for each of
 *     its channels
 * @param inputMeanSquare of an element of the chain's input
 * @param outputEnergy mean sum of squares of one pixel of the chain's output, behind bias and
 *     activation
 */
record GaugedChain(
    FactorChain chain,
    List<Intermediate> intermediates,
    List<DMatrixRMaj> readerGrams,
    double inputMeanSquare,
    double outputEnergy) {
  /** What stands for an output without noise, or noise without an output. */
  static final double MOST_DECIBELS = 200;

  private static final double LARGEST_WEIGHT = 127;

  GaugedChain {
    intermediates = List.copyOf(intermediates);
    readerGrams = List.copyOf(readerGrams);
  }

  static GaugedChain of(
      FactorChain chain,
      List<Intermediate> intermediates,
      double inputMeanSquare,
      double outputEnergy) {
    int factors = chain.shapes().size();
    List<DMatrixRMaj> grams = new ArrayList<>();
    for (int factor = 1; factor < factors; factor++) {
      grams.add(
          LinearAlgebra.gramOfColumns(chain.compose(factor, factors).unfoldInputsTransposed()));
    }
    return new GaugedChain(
        chain, centred(chain, intermediates), grams, inputMeanSquare, outputEnergy);
  }

  /**
   * Takes the means off the intermediates whose reader sees no padding: there, the biases of writer
   * and reader take them over. Elsewhere padding is to be zero, which no bias of the writer leaves.
   */
  private static List<Intermediate> centred(FactorChain chain, List<Intermediate> intermediates) {
    List<Intermediate> centred = new ArrayList<>();
    for (int i = 0; i < intermediates.size(); i++) {
      boolean padded = chain.shapes().get(i + 1).window().padded();
      centred.add(padded ? intermediates.get(i) : intermediates.get(i).centred());
    }
    return centred;
  }

  /**
   * What the means that were taken off the intermediates add to the factors' biases, so that the
   * chain computes what it did: minus the mean of each channel that is written, plus what the means
   * of those that are read would have given.
   */
  List<double[]> biasChanges() {
    List<double[]> changes = new ArrayList<>();
    for (FactorShape shape : chain.shapes()) {
      changes.add(new double[shape.outputChannels()]);
    }
    for (int i = 0; i < intermediates.size(); i++) {
      double[] offsets = intermediates.get(i).offsets();
      for (int r = 0; r < offsets.length; r++) {
        changes.get(i)[r] -= offsets[r];
      }
      addRead(i + 1, offsets, changes.get(i + 1));
    }
    return changes;
  }

  private void addRead(int factor, double[] offsets, double[] change) {
    double[] weights = chain.weights().get(factor);
    int perOutput = weights.length / change.length;
    boolean depthwise = chain.shapes().get(factor).depthwise();
    for (int i = 0; i < weights.length; i++) {
      int output = i / perOutput;
      change[output] += weights[i] * offsets[depthwise ? output : i % offsets.length];
    }
  }

  ChainBoundary boundary(int index) {
    return new ChainBoundary(chain, index);
  }

  /** The same chain in another gauge. */
  GaugedChain with(int boundary, ChannelMix mix) {
    List<Intermediate> mixed = new ArrayList<>(intermediates);
    mixed.set(boundary, intermediates.get(boundary).mixed(mix));
    List<DMatrixRMaj> grams = new ArrayList<>(readerGrams);
    grams.set(
        boundary,
        LinearAlgebra.multiplyTransposed(
            mix.backward(), LinearAlgebra.multiply(readerGrams.get(boundary), mix.backward())));
    return new GaugedChain(
        boundary(boundary).with(mix), mixed, grams, inputMeanSquare, outputEnergy);
  }

  /**
   * Predicted energy of the noise that int8 weights and intermediates put on one pixel of the
   * chain's output, all channels together: the rounding errors count as independent, so that each
   * is multiplied with the squared norm of what comes after it.
   */
  double noise() {
    int last = chain.shapes().size() - 1;
    double noise = 0;
    for (double weights : weightNoise(last)) {
      noise += weights;
    }
    for (int i = 0; i < last; i++) {
      double[] gains = diagonal(readerGrams.get(i));
      double[] weights = weightNoise(i);
      double[] rounding = intermediates.get(i).quantizationErrors();
      for (int r = 0; r < gains.length; r++) {
        noise += gains[r] * (weights[r] + rounding[r]);
      }
    }
    return noise;
  }

  /**
   * Output energy over {@link #noise} in dB, from -{@value #MOST_DECIBELS} to {@value
   * #MOST_DECIBELS}.
   */
  double signalToNoise() {
    double noise = noise();
    if (!(outputEnergy > 0) || !(noise > 0)) {
      return noise > 0 ? -MOST_DECIBELS : MOST_DECIBELS;
    }
    double decibels = 10 * StrictMath.log10(outputEnergy / noise);
    return Math.max(-MOST_DECIBELS, Math.min(MOST_DECIBELS, decibels));
  }

  /** Noise of each output of a factor that comes from the rounding of its weights. */
  private double[] weightNoise(int factor) {
    FactorShape shape = chain.shapes().get(factor);
    double[] weights = chain.weights().get(factor);
    int perOutput = weights.length / shape.outputChannels();
    double[] noise = new double[shape.outputChannels()];
    for (int t = 0; t < noise.length; t++) {
      double largest = 0;
      for (int i = t * perOutput; i < (t + 1) * perOutput; i++) {
        largest = Math.max(largest, Math.abs(weights[i]));
      }
      double step = largest / LARGEST_WEIGHT;
      noise[t] = step * step / 12 * patchEnergy(factor, t);
    }
    return noise;
  }

  /** Mean sum of squares of what one output of a factor multiplies. */
  private double patchEnergy(int factor, int output) {
    FactorShape shape = chain.shapes().get(factor);
    int taps = shape.window().taps();
    if (factor == 0) {
      return taps * (shape.inputChannels() / shape.groups()) * inputMeanSquare;
    }
    double[] meanSquares = intermediates.get(factor - 1).meanSquares();
    return taps * (shape.depthwise() ? meanSquares[output] : Arrays.stream(meanSquares).sum());
  }

  private static double[] diagonal(DMatrixRMaj matrix) {
    double[] diagonal = new double[matrix.numRows];
    for (int i = 0; i < diagonal.length; i++) {
      diagonal[i] = matrix.get(i, i);
    }
    return diagonal;
  }
}
