package lowrank.pipeline.search;

import lowrank.network.Network;
import lowrank.operator.Softmax;
import lowrank.tensor.Shape;

/**
 * How far a changed network's outputs are from the original's. For classifiers the mean
 * Kullback-Leibler divergence T² Σ p log (p / q) of the class probabilities at temperature T, p the
 * original's, in nats; for other networks the mean squared error over the variance of the original
 * outputs.
 */
public final class OutputLoss {
  /**
   * Temperature of the class probabilities (Hinton et al. 2015, "Distilling the Knowledge in a
   * Neural Network", section 2). Networks are so sure of data like those they were trained on that
   * at 1 nothing is seen of a change until decisions break.
   */
  private static final double TEMPERATURE = 4;

  /** Probabilities below this are taken for it. */
  private static final double LEAST = 1e-9;

  private final float[] original;
  private final int length;
  private final boolean classifies;
  private final boolean logits;

  /**
   * A measure against the original's outputs.
   *
   * @param original outputs of the original network, sample after sample
   */
  public OutputLoss(Network network, float[] original) {
    this.original = original;
    this.length = network.shapes().get(network.output()).elements();
    this.classifies = classifies(network);
    this.logits = !softmax(network);
  }

  /**
   * Whether a network's output is a vector of classes: of a softmax, or one vector of at least two
   * values that are not a reconstruction of the input.
   */
  public static boolean classifies(Network network) {
    Shape output = network.shapes().get(network.output());
    boolean vector = output.elements() > 1 && output.elements() == output.channels();
    return vector && (softmax(network) || output.elements() != network.inputShape().elements());
  }

  private static boolean softmax(Network network) {
    return network.layers().stream()
        .filter(layer -> layer.name().equals(network.output()))
        .anyMatch(layer -> layer.operator() instanceof Softmax);
  }

  /** Whether the divergence of class probabilities is measured. */
  public boolean classifies() {
    return classifies;
  }

  /** The mean loss over the samples; 0 for the same outputs. */
  public double of(float[] changed) {
    double sum = 0;
    int samples = original.length / length;
    for (int i = 0; i < samples; i++) {
      sum += classifies ? divergence(changed, i * length) : squaredError(changed, i * length);
    }
    return classifies ? Math.max(0, sum / samples) : sum / Math.max(variance(), LEAST);
  }

  private double divergence(float[] changed, int start) {
    double[] p = probabilities(original, start);
    double[] q = probabilities(changed, start);
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += p[i] * StrictMath.log(p[i] / q[i]);
    }
    return TEMPERATURE * TEMPERATURE * sum;
  }

  private double[] probabilities(float[] values, int start) {
    double[] result = new double[length];
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < length; i++) {
      double value = values[start + i];
      result[i] = (logits ? value : StrictMath.log(Math.max(LEAST, value))) / TEMPERATURE;
      largest = Math.max(largest, result[i]);
    }
    double sum = 0;
    for (int i = 0; i < length; i++) {
      result[i] = Math.max(LEAST, StrictMath.exp(result[i] - largest));
      sum += result[i];
    }
    for (int i = 0; i < length; i++) {
      result[i] /= sum;
    }
    return result;
  }

  private double squaredError(float[] changed, int start) {
    double sum = 0;
    for (int i = start; i < start + length; i++) {
      double difference = (double) changed[i] - original[i];
      sum += difference * difference;
    }
    return sum;
  }

  /** Sum of the squared deviations of the original outputs from their mean. */
  private double variance() {
    double mean = 0;
    for (float value : original) {
      mean += value;
    }
    mean /= original.length;
    double sum = 0;
    for (float value : original) {
      sum += (value - mean) * (value - mean);
    }
    return sum;
  }
}
