package lowrank.emit.c;

import lowrank.kernel.TensorType;
import lowrank.tensor.ElementType;

/** Functions that layers share; only those in use are printed. */
public enum Helper {
  /** Rounding doubling high multiply. */
  SCALE,
  /** Rounding right shift of a value far enough from the ends of int32. */
  ROUND_SHIFT,
  /** Rounding right shift of any value by any amount. */
  ROUND_SHIFT_ANY,
  /** Multiplier with any shift and zero point, modulo 2^32. */
  SCALE_ANY,
  /** Multiplier with any shift and zero point, rounded once, modulo 2^32. */
  SCALE_ONCE,
  /** Clamp to an int8 range. */
  CLAMP,
  /** Clamp to an int16 range. */
  CLAMP16,
  /** Rounding division. */
  DIVIDE,
  /** The larger of two. */
  LARGER,
  /** Reciprocal of a softmax sum. */
  RECIPROCAL;

  /** The clamp to a range of an output's type. */
  static Helper clamp(TensorType output) {
    return output.type().element() == ElementType.INT16 ? CLAMP16 : CLAMP;
  }
}
