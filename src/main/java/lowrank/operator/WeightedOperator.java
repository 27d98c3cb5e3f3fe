package lowrank.operator;

import lowrank.fixed.Range;
import lowrank.tensor.Tensor;

/** A linear operator with weights, a bias and a fused activation. */
public interface WeightedOperator extends ActivatedOperator {
  /** Weights, output channel outermost. */
  Tensor weights();

  /** One bias for each output channel. */
  Tensor bias();

  /** Number of output channels. */
  default int outputChannels() {
    return bias().size();
  }

  /** The same operator with other weights and bias of the same shapes. */
  WeightedOperator withWeights(Tensor weights, Tensor bias);

  @Override
  WeightedOperator withActivation(Range activation);

  /** Kernel or matrix in words, e.g. {@code 5x5 6->16} or {@code 400->120}. */
  String weightShape();

  /**
   * Bytes of the integer form's tables: weights 1 each; bias 4, multiplier 4 and shift 1 a channel.
   */
  default long constantBytes() {
    return weights().size() + 9L * outputChannels();
  }

  @Override
  default long parameters() {
    return (long) weights().size() + bias().size();
  }
}
