package lowrank.emit.c.mve;

import lowrank.emit.c.CText;
import lowrank.kernel.ConvolutionKernel;
import lowrank.tensor.ElementType;

/**
 * The lanes of the vectors that hold a layer's inputs: sixteen bytes, or eight values of 16 bits,
 * which are multiplied with weights extended while they are loaded.
 *
 * @param input type of the inputs
 */
public record Lanes(ElementType input) {
  private static final int VECTOR = 16;

  static Lanes of(ConvolutionKernel kernel) {
    return new Lanes(kernel.input().type().element());
  }

  /** Whether inputs have 16 bits. */
  public boolean halfwords() {
    return input == ElementType.INT16;
  }

  /** Inputs of a vector. */
  public int count() {
    return VECTOR / input.bytes();
  }

  /** Exponent of {@link #count}. */
  public int exponent() {
    return Integer.numberOfTrailingZeros(count());
  }

  /** Bits of a lane. */
  public int bits() {
    return 8 * input.bytes();
  }

  /** C type of an input. */
  public String type() {
    return CText.type(input);
  }

  /** What names of functions for such inputs start with. */
  String stem() {
    return halfwords() ? "halfword_" : "";
  }

  /** Bytes of a window. */
  int windowBytes(ConvolutionKernel kernel) {
    return kernel.multipliesPerOutput() * input.bytes();
  }
}
