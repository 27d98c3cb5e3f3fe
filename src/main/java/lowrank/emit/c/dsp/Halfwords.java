package lowrank.emit.c.dsp;

import lowrank.emit.c.Section;
import lowrank.kernel.ConvolutionKernel;
import lowrank.tensor.ElementType;

/** Inputs of 16 bits: their lanes are arranged where those of bytes are extended. */
final class Halfwords {
  /** What the functions' and templates' names start with. */
  static final String STEM = "halfword_";

  private Halfwords() {}

  /** Whether a kernel reads them. */
  static boolean reads(ConvolutionKernel kernel) {
    return kernel.input().type().element() == ElementType.INT16;
  }

  /** The functions that arrange two words. */
  static Section section() {
    return new Section("dsp/halfwords.c.ftl", "");
  }
}
