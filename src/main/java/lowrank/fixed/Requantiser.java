package lowrank.fixed;

import lowrank.tensor.ElementType;
import lowrank.tensor.IntTensor;

/**
 * Turns int32 accumulators into the output's integers, one multiplier per output channel, after
 * TFLite's integer kernels: multiply, add the zero point, clamp to the fused activation's range.
 *
 * @param multipliers int32 values in [2^30, 2^31) or 0, one per output channel
 * @param shifts -31 to 30, one per output channel
 * @param minimum lower clamp bound, as an output integer
 * @param maximum upper clamp bound, as an output integer
 * @param rounding {@link Rounding#ONCE} for dense layers and 16 bits on either side, else {@link
 *     Rounding#TWICE}
 */
public record Requantiser(
    IntTensor multipliers,
    IntTensor shifts,
    int zeroPoint,
    int minimum,
    int maximum,
    Rounding rounding) {
  /** Checks that both tables have the same length. */
  public Requantiser {
    if (multipliers.size() != shifts.size()) {
      throw new IllegalArgumentException(multipliers + " multipliers for " + shifts + " shifts");
    }
  }

  /** Requantiser that rounds twice. */
  public Requantiser(
      IntTensor multipliers, IntTensor shifts, int zeroPoint, int minimum, int maximum) {
    this(multipliers, shifts, zeroPoint, minimum, maximum, Rounding.TWICE);
  }

  /**
   * Requantiser for products of the input's scale and each channel's weight scale. 16-bit inputs of
   * convolutions take reduced multipliers, whatever the output; 16-bit outputs of 8-bit inputs, for
   * which TFLite has no rule, take whole ones and round once.
   *
   * @param dense whether the layer is fully connected: TFLite then rounds once
   */
  public static Requantiser of(
      QuantizedType input,
      QuantizedWeights weights,
      int channels,
      boolean dense,
      QuantizedType output,
      Range clamp) {
    int[] multipliers = new int[channels];
    int[] shifts = new int[channels];
    boolean wide = input.element() == ElementType.INT16;
    for (int channel = 0; channel < channels; channel++) {
      double factor = (double) input.scale() * weights.scale(channel) / output.scale();
      Multiplier exact = Multiplier.of(factor);
      Multiplier multiplier = wide && !dense ? exact.reduced() : exact;
      multipliers[channel] = multiplier.value();
      shifts[channel] = multiplier.shift();
    }
    return new Requantiser(
        IntTensor.vector(ElementType.INT32, multipliers),
        IntTensor.vector(ElementType.INT8, shifts),
        output.zeroPoint(),
        clamp.minimum(output),
        clamp.maximum(output),
        dense || wide || output.element() == ElementType.INT16 ? Rounding.ONCE : Rounding.TWICE);
  }

  /** Whether the clamp bounds are other than a type's. */
  public boolean clamps(ElementType output) {
    return minimum > output.minimum() || maximum < output.maximum();
  }

  /** Output integer of one accumulator. */
  public int apply(int accumulator, int channel) {
    int scaled =
        new Multiplier(multipliers.at(channel), shifts.at(channel)).apply(accumulator, rounding)
            + zeroPoint;
    return Math.max(minimum, Math.min(maximum, scaled));
  }
}
