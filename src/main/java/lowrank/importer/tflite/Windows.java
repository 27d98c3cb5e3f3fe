package lowrank.importer.tflite;

import lowrank.kernel.Window;
import lowrank.tensor.Shape;
import org.tensorflow.lite.schema.Padding;

/** Sliding windows from TFLite's options. */
final class Windows {
  private Windows() {}

  /**
   * Kernel with stride and dilation, and the padding that TFLite's scheme means for {@code input}:
   * for {@code SAME}, as many output rows as there are strides in the input, the odd row of padding
   * below.
   */
  static Window of(GraphBuilder graph, NodeInfo node, Shape input, Window unpadded, byte padding) {
    if (padding == Padding.VALID) {
      return unpadded;
    }
    if (padding != Padding.SAME) {
      throw graph.unsupported(node, "padding scheme " + padding, "use SAME or VALID");
    }
    long rows =
        padding(
            input.height(),
            unpadded.kernelHeight(),
            unpadded.strideHeight(),
            unpadded.dilationHeight());
    long columns =
        padding(
            input.width(),
            unpadded.kernelWidth(),
            unpadded.strideWidth(),
            unpadded.dilationWidth());
    int height = Math.toIntExact(rows);
    int width = Math.toIntExact(columns);
    return unpadded.withPadding(height / 2, width / 2, height - height / 2, width - width / 2);
  }

  private static long padding(int size, int kernel, int stride, int dilation) {
    long outputs = ((long) size + stride - 1) / stride;
    return Math.max((outputs - 1) * stride + (kernel - 1L) * dilation + 1 - size, 0);
  }

  /** Stride and dilation of a kernel, checked. */
  static Window unpadded(
      GraphBuilder graph,
      NodeInfo node,
      int kernelHeight,
      int kernelWidth,
      int[] strides,
      int[] dilations) {
    try {
      return Window.of(kernelHeight, kernelWidth)
          .withStride(strides[0], strides[1])
          .withDilation(dilations[0], dilations[1]);
    } catch (IllegalArgumentException e) {
      throw graph.unsupported(node, e.getMessage(), "export the model again");
    }
  }
}
