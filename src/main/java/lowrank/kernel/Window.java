package lowrank.kernel;

/**
 * How a kernel slides over the rows and columns of an activation. Padding may differ on each side.
 *
 * @param kernelHeight rows of the kernel, at least 1
 * @param kernelWidth columns of the kernel, at least 1
 * @param strideHeight rows between output rows, at least 1
 * @param strideWidth columns between output columns, at least 1
 * @param dilationHeight rows between kernel rows, at least 1
 * @param dilationWidth columns between kernel columns, at least 1
 * @param padTop rows added above, and likewise for the other sides, at least 0
 */
public record Window(
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    int dilationHeight,
    int dilationWidth,
    int padTop,
    int padLeft,
    int padBottom,
    int padRight) {
  /** A single point, stride 1, no padding. */
  public static final Window POINT = of(1, 1);

  /** Checks the ranges. */
  public Window {
    if (kernelHeight < 1
        || kernelWidth < 1
        || strideHeight < 1
        || strideWidth < 1
        || dilationHeight < 1
        || dilationWidth < 1) {
      throw new IllegalArgumentException("kernel, stride and dilation must be at least 1");
    }
    if (padTop < 0 || padLeft < 0 || padBottom < 0 || padRight < 0) {
      throw new IllegalArgumentException("padding must not be negative");
    }
  }

  /** Stride 1, no dilation, no padding. */
  public static Window of(int kernelHeight, int kernelWidth) {
    return new Window(kernelHeight, kernelWidth, 1, 1, 1, 1, 0, 0, 0, 0);
  }

  /** The same with other strides. */
  public Window withStride(int height, int width) {
    return new Window(
        kernelHeight,
        kernelWidth,
        height,
        width,
        dilationHeight,
        dilationWidth,
        padTop,
        padLeft,
        padBottom,
        padRight);
  }

  /** The same with other dilations. */
  public Window withDilation(int height, int width) {
    return new Window(
        kernelHeight,
        kernelWidth,
        strideHeight,
        strideWidth,
        height,
        width,
        padTop,
        padLeft,
        padBottom,
        padRight);
  }

  /** The same with other padding. */
  public Window withPadding(int top, int left, int bottom, int right) {
    return new Window(
        kernelHeight,
        kernelWidth,
        strideHeight,
        strideWidth,
        dilationHeight,
        dilationWidth,
        top,
        left,
        bottom,
        right);
  }

  /** The part that acts on rows: kernel width, column stride, dilation and padding neutral. */
  public Window vertical() {
    return new Window(kernelHeight, 1, strideHeight, 1, dilationHeight, 1, padTop, 0, padBottom, 0);
  }

  /** The part that acts on columns. */
  public Window horizontal() {
    return new Window(1, kernelWidth, 1, strideWidth, 1, dilationWidth, 0, padLeft, 0, padRight);
  }

  /** Kernel points. */
  public int taps() {
    return kernelHeight * kernelWidth;
  }

  /** Whether there is any padding. */
  public boolean padded() {
    return padTop + padLeft + padBottom + padRight > 0;
  }

  /** Whether the kernel is one point with stride 1 and no padding. */
  public boolean isPoint() {
    return equals(POINT.withDilation(dilationHeight, dilationWidth));
  }

  /** Output rows for {@code height} input rows; below 1 if the kernel does not fit. */
  public int outputHeight(int height) {
    return outputs(height + padTop + padBottom, kernelHeight, dilationHeight, strideHeight);
  }

  /** Output columns for {@code width} input columns; below 1 if the kernel does not fit. */
  public int outputWidth(int width) {
    return outputs(width + padLeft + padRight, kernelWidth, dilationWidth, strideWidth);
  }

  private static int outputs(int padded, int kernel, int dilation, int stride) {
    int extent = (kernel - 1) * dilation + 1;
    return padded < extent ? 0 : (padded - extent) / stride + 1;
  }
}
