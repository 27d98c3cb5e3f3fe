package lowrank.tensor;

/** The storage type of an integer tensor's elements. */
public enum ElementType {
  /** 8-bit two's complement. */
  INT8(Byte.MIN_VALUE, Byte.MAX_VALUE, 1),
  /** 16-bit two's complement. */
  INT16(Short.MIN_VALUE, Short.MAX_VALUE, 2),
  /** 32-bit two's complement. */
  INT32(Integer.MIN_VALUE, Integer.MAX_VALUE, 4);

  private final int minimum;
  private final int maximum;
  private final int bytes;

  ElementType(int minimum, int maximum, int bytes) {
    this.minimum = minimum;
    this.maximum = maximum;
    this.bytes = bytes;
  }

  /** Smallest value. */
  public int minimum() {
    return minimum;
  }

  /** Largest value. */
  public int maximum() {
    return maximum;
  }

  /** Size of one element. */
  public int bytes() {
    return bytes;
  }

  /** The nearest value that this type can hold. */
  public int saturate(long value) {
    return (int) Math.max(minimum, Math.min(maximum, value));
  }
}
