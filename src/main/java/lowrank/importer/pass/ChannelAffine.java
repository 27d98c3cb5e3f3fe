package lowrank.importer.pass;

import java.util.List;
import java.util.Optional;
import lowrank.fixed.QuantizedWeights;
import lowrank.kernel.Kernel;
import lowrank.kernel.TensorType;
import lowrank.operator.Operator;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;

/**
 * {@code x * scale[c] + offset[c]} for each channel, the innermost dimension: batch normalisation
 * and arithmetic with constants. Exists only while a model is imported: {@link AffineFolder} and
 * {@link AffineLowering} leave none.
 *
 * @param scale one value per channel
 * @param offset one value per channel
 */
public record ChannelAffine(Tensor scale, Tensor offset) implements Operator {
  /** Checks that both have the same length. */
  public ChannelAffine {
    if (scale.size() != offset.size()) {
      throw new IllegalArgumentException(
          scale.size() + " factors for " + offset.size() + " offsets");
    }
  }

  /** This and then {@code next}. */
  ChannelAffine then(ChannelAffine next) {
    double[] combinedScale = new double[scale.size()];
    double[] combinedOffset = new double[scale.size()];
    for (int c = 0; c < combinedScale.length; c++) {
      double factor = next.scale.at(c);
      combinedScale[c] = scale.at(c) * factor;
      combinedOffset[c] = offset.at(c) * factor + next.offset.at(c);
    }
    return new ChannelAffine(
        Tensor.fromDoubles(scale.shape(), combinedScale),
        Tensor.fromDoubles(offset.shape(), combinedOffset));
  }

  /** Whether all channels are multiplied by one factor and nothing is added. */
  boolean isUniformFactor() {
    for (int c = 0; c < scale.size(); c++) {
      if (scale.at(c) != scale.at(0) || offset.at(c) != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    if (inputs.get(0).channels() != scale.size()) {
      throw new IllegalArgumentException(
          "input of shape " + inputs.get(0) + " for " + scale.size() + " channels");
    }
    return inputs.get(0);
  }

  @Override
  public Kernel toKernel(
      List<TensorType> inputs, TensorType output, Optional<QuantizedWeights> weights) {
    throw new IllegalStateException("ChannelAffine is folded at import");
  }
}
