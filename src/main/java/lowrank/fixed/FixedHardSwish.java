package lowrank.fixed;

/**
 * {@code x * min(max(x + 3, 0), 6) / 6} of one int8 value in 16-bit arithmetic, after TFLite's int8
 * reference {@code HardSwish}: the input is raised by 7 bits, brought once to the output's scale
 * and once to [-1, 1] for -3 .. 3, and the two are multiplied.
 */
public final class FixedHardSwish {
  /** Bits that inputs are raised by. */
  private static final int RAISED = 7;

  /** Real value of one step of the gate before it saturates: 3 is 2^15 steps. */
  private static final float GATE_SCALE = 3f / 32768;

  private final QuantizedType from;
  private final QuantizedType to;
  private final Multiplier outputMultiplier;
  private final Multiplier gateMultiplier;

  /** Derives the multipliers, in float32. */
  public FixedHardSwish(QuantizedType from, QuantizedType to) {
    this.from = from;
    this.to = to;
    float raisedScale = (1f / (1 << RAISED)) * from.scale();
    outputMultiplier = Multiplier.of(raisedScale / to.scale());
    gateMultiplier = Multiplier.of(raisedScale / GATE_SCALE);
  }

  /**
   * The output integer of one input integer. TFLite takes no model in which raised inputs would
   * have to be shifted left to reach the output's scale; there the function is evaluated in
   * float32.
   */
  public int apply(int integer) {
    if (outputMultiplier.shift() > 0) {
      return FloatTable.hardSwish(integer, from, to);
    }
    int raised = (integer - from.zeroPoint()) << RAISED;
    int value = roundingHighMultiply(raised, narrow(outputMultiplier));
    int product = (gate(raised) * value) / (1 << 15);
    int scaled = FixedPoint.roundingDivideByPowerOfTwo(product, -outputMultiplier.shift());
    return to.element().saturate(saturate(scaled + to.zeroPoint()));
  }

  /** The gate in [0, 2^15) for 0 .. 1. */
  private int gate(int raised) {
    int shift = gateMultiplier.shift();
    int gate = shift > 0 ? saturate((long) raised << (shift - 1)) : raised;
    gate = roundingHighMultiply(gate, narrow(gateMultiplier));
    if (shift > 0) {
      gate = saturate(gate << 1);
    } else {
      gate = FixedPoint.roundingDivideByPowerOfTwo(gate, -shift);
    }
    return (gate + (1 << 15)) >> 1;
  }

  /** The multiplier's upper 16 bits, rounded and saturated. */
  private static int narrow(Multiplier multiplier) {
    return (int) Math.min(Short.MAX_VALUE, ((long) multiplier.value() + (1 << 15)) >> 16);
  }

  /** {@code 2ab / 2^16}, rounded to nearest with ties away from zero for negative products. */
  private static int roundingHighMultiply(int a, int b) {
    int product = a * b;
    int nudge = product >= 0 ? 1 << 14 : 1 - (1 << 14);
    return (product + nudge) / (1 << 15);
  }

  private static int saturate(long value) {
    return (int) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, value));
  }
}
