package lowrank.importer.onnx;

import java.util.Optional;
import lowrank.kernel.Window;
import lowrank.tensor.Shape;

/** Reads the attributes of sliding windows: kernel, strides, dilations, padding. */
final class Windowing {
  private Windowing() {}

  /**
   * The window of a convolution or pooling node.
   *
   * @param kernelHeight rows, 1 for one-dimensional nodes
   * @param rank dimensions of the input in the graph: 4 for images, 3 for sequences
   * @param input height, width, channels
   */
  static Window read(Node node, int kernelHeight, int kernelWidth, int rank, Shape input) {
    int spatial = rank - 2;
    int[] strides = node.steps("strides", spatial, 1);
    int[] dilations = node.steps("dilations", spatial, 1);
    Window window;
    try {
      window =
          Window.of(kernelHeight, kernelWidth)
              .withStride(spatial == 2 ? strides[0] : 1, strides[spatial - 1])
              .withDilation(spatial == 2 ? dilations[0] : 1, dilations[spatial - 1]);
    } catch (IllegalArgumentException e) {
      throw node.malformed(e.getMessage());
    }
    return padded(node, window, spatial, input);
  }

  private static Window padded(Node node, Window window, int spatial, Shape input) {
    String mode = node.text("auto_pad", "NOTSET");
    switch (mode) {
      case "NOTSET", "" -> {
        int[] pads = node.steps("pads", 2 * spatial, 0);
        return spatial == 2
            ? window.withPadding(pads[0], pads[1], pads[2], pads[3])
            : window.withPadding(0, pads[0], 0, pads[1]);
      }
      case "VALID" -> {
        return window;
      }
      case "SAME_UPPER", "SAME_LOWER" -> {
        boolean moreBefore = mode.equals("SAME_LOWER");
        int rows =
            total(
                input.height(),
                window.kernelHeight(),
                window.strideHeight(),
                window.dilationHeight());
        int columns =
            total(
                input.width(), window.kernelWidth(), window.strideWidth(), window.dilationWidth());
        int top = moreBefore ? rows - rows / 2 : rows / 2;
        int left = moreBefore ? columns - columns / 2 : columns / 2;
        return window.withPadding(top, left, rows - top, columns - left);
      }
      default -> throw node.malformed("auto_pad is " + mode);
    }
  }

  /** Padding that makes the output ceil(size / stride) long. */
  private static int total(int size, int kernel, int stride, int dilation) {
    int outputs = (size + stride - 1) / stride;
    return Math.max(0, (outputs - 1) * stride + (kernel - 1) * dilation + 1 - size);
  }

  /**
   * The window with as much more padding below and to the right as rounding the number of outputs
   * up, instead of down, needs; empty if rounding makes no difference. A window that would start
   * beyond the input and the padding before it is left out.
   */
  static Optional<Window> roundedUp(Window window, Shape input) {
    int bottom =
        extra(
            input.height(),
            window.padTop(),
            window.padBottom(),
            window.kernelHeight(),
            window.strideHeight());
    int right =
        extra(
            input.width(),
            window.padLeft(),
            window.padRight(),
            window.kernelWidth(),
            window.strideWidth());
    if (bottom == 0 && right == 0) {
      return Optional.empty();
    }
    return Optional.of(
        window.withPadding(
            window.padTop(),
            window.padLeft(),
            window.padBottom() + bottom,
            window.padRight() + right));
  }

  private static int extra(int size, int before, int after, int kernel, int stride) {
    int padded = size + before + after;
    if (padded < kernel) {
      return 0;
    }
    int last = (padded - kernel + stride - 1) / stride;
    if (last * stride >= size + before) {
      last--;
    }
    return Math.max(0, last * stride + kernel - padded);
  }
}
