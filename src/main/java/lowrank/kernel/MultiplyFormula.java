package lowrank.kernel;

import java.util.ArrayList;
import java.util.List;
import lowrank.tensor.Shape;

/** Writes the number of multiplies of an operator as a product that a reader can check. */
public final class MultiplyFormula {
  private MultiplyFormula() {}

  /**
   * Output pixels, kernel taps, input channels per group and output channels, ones left out, e.g.
   * {@code 10*10 * 5*5 * 6*16}.
   */
  public static String convolution(Shape output, Window window, int groupChannels) {
    List<String> parts = new ArrayList<>();
    if (output.height() * output.width() > 1) {
      parts.add(output.height() + "*" + output.width());
    }
    if (window.taps() > 1) {
      parts.add(window.kernelHeight() + "*" + window.kernelWidth());
    }
    parts.add((groupChannels > 1 ? groupChannels + "*" : "") + output.channels());
    return String.join(" * ", parts);
  }
}
