package lowrank.fixed;

import java.util.Optional;
import lowrank.tensor.IntTensor;
import lowrank.tensor.Tensor;

/**
 * Integer weights of one layer with their scales.
 *
 * @param weights int8, OHWI for convolutions, output by input for dense layers; zero point 0
 * @param scales one per output channel, or a single one for the whole tensor
 * @param bias int32 at scale(input) * scale(weights), one per output channel; empty if it is still
 *     to be derived from the float bias
 */
public record QuantizedWeights(IntTensor weights, Tensor scales, Optional<IntTensor> bias) {
  /** Scale of an output channel. */
  public float scale(int channel) {
    return scales.at(scales.size() == 1 ? 0 : channel);
  }
}
