package lowrank.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Element types of arrays that are read. */
public enum DataType {
  /** Unsigned, 8 bits. */
  UINT8("u1"),
  /** Signed, 8 bits. */
  INT8("i1"),
  /** Signed, 16 bits. */
  INT16("i2"),
  /** Signed, 32 bits. */
  INT32("i4"),
  /** Signed, 64 bits. */
  INT64("i8"),
  /** IEEE 754 single precision. */
  FLOAT32("f4"),
  /** IEEE 754 double precision. */
  FLOAT64("f8");

  private final String code;

  DataType(String code) {
    this.code = code;
  }

  /** The type of a NumPy code without its byte order, e.g. {@code f4}; empty for all others. */
  static Optional<DataType> ofCode(String code) {
    return Arrays.stream(values()).filter(type -> type.code.equals(code)).findFirst();
  }

  /** Size of one element. */
  public int bytes() {
    return code.charAt(1) - '0';
  }

  /** Whether the type holds whole numbers only. */
  public boolean integral() {
    return this != FLOAT32 && this != FLOAT64;
  }

  /** NumPy's name, e.g. {@code float32}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
