package lowrank.operator;

import lowrank.kernel.Window;
import lowrank.tensor.Shape;

/** The shape rule that sliding windows share. */
final class Windows {
  private Windows() {}

  static Shape outputShape(Shape input, Window window, int channels) {
    int height = window.outputHeight(input.height());
    int width = window.outputWidth(input.width());
    if (input.rank() != 3 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "a "
              + window.kernelHeight()
              + "x"
              + window.kernelWidth()
              + " window does not fit an input of shape "
              + input);
    }
    return Shape.of(height, width, channels);
  }
}
