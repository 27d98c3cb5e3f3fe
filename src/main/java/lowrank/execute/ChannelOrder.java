package lowrank.execute;

import lowrank.tensor.Shape;

/** Brings batches of samples from channels last to channels first and back. */
final class ChannelOrder {
  private ChannelOrder() {}

  /** The dimensions channels first, if there are three; else as they are. */
  static Shape toFirst(Shape shape) {
    return shape.rank() == 3 ? Shape.of(shape.channels(), shape.height(), shape.width()) : shape;
  }

  /** Samples of {@code shape}, NHWC, as NCHW; other ranks than three are given back. */
  static float[] toFirst(float[] samples, int count, Shape shape) {
    int pixels = shape.height() * shape.width();
    return shape.rank() == 3 ? transpose(samples, count, pixels, shape.channels()) : samples;
  }

  /** Samples of {@code shape}, NCHW, as NHWC; other ranks than three are given back. */
  static float[] toLast(float[] samples, int count, Shape shape) {
    int pixels = shape.height() * shape.width();
    return shape.rank() == 3 ? transpose(samples, count, shape.channels(), pixels) : samples;
  }

  /** Dimensions of a batch of values. */
  static long[] dimensions(int count, Shape shape) {
    long[] dimensions = new long[shape.rank() + 1];
    dimensions[0] = count;
    for (int axis = 0; axis < shape.rank(); axis++) {
      dimensions[axis + 1] = shape.dimension(axis);
    }
    return dimensions;
  }

  private static float[] transpose(float[] samples, int count, int rows, int columns) {
    if (rows == 1 || columns == 1) {
      return samples;
    }
    float[] transposed = new float[samples.length];
    for (int sample = 0; sample < count; sample++) {
      int base = sample * rows * columns;
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          transposed[base + column * rows + row] = samples[base + row * columns + column];
        }
      }
    }
    return transposed;
  }
}
