package lowrank.operator;

import lowrank.fixed.Range;
import lowrank.tensor.Tensor;

/** A linear operator with weights, a bias and a fused activation. */
public interface WeightedOperator extends ActivatedOperator {
  /** Bytes of int32 bias, int32 multiplier and int8 shift that every output channel takes. */
  int CHANNEL_BYTES = 9;

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

  @Override
  default long parameters() {
    return (long) weights().size() + bias().size();
  }

  /** Bytes of the quantised layer: int8 weights, and each channel's bias and requantisation. */
  default long storedBytes() {
    return weights().size() + (long) CHANNEL_BYTES * outputChannels();
  }
}
