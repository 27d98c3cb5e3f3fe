package lowrank.kernel;

import java.util.List;
import java.util.OptionalInt;
import lowrank.fixed.FixedPoint;
import lowrank.tensor.Shape;

/**
 * Maximum or average over a window, input and output of one scale and zero point. Padding does not
 * take part. The average rounds half away from zero, as TFLite's int8 and int16 reference {@code
 * AveragePool}.
 *
 * @param minimum lower clamp bound of the fused activation, as an integer
 * @param maximum upper clamp bound
 */
public record PoolKernel(
    TensorType input, TensorType output, Window window, Mode mode, int minimum, int maximum)
    implements Kernel {
  /** Checks that no sum of a window leaves 32 bits. */
  public PoolKernel {
    if ((window.taps() + 1L) * -input.type().element().minimum() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("pooling over " + window.taps() + " elements");
    }
  }

  /** What is taken of the window. */
  public enum Mode {
    /** The largest value. */
    MAXIMUM,
    /** The mean of the values inside the image. */
    AVERAGE
  }

  @Override
  public List<TensorType> inputs() {
    return List.of(input);
  }

  @Override
  public String kind() {
    return mode == Mode.MAXIMUM ? "MaxPool" : "AveragePool";
  }

  @Override
  public OptionalInt lead(AccessOrder order) {
    return OptionalInt.of(
        order.lead(
            window,
            input.shape(),
            input.type().element().bytes(),
            output.shape(),
            output.type().element().bytes()));
  }

  @Override
  public Runner runner() {
    return (inputs, result) -> {
      Shape out = output.shape();
      for (int y = 0; y < out.height(); y++) {
        for (int x = 0; x < out.width(); x++) {
          for (int channel = 0; channel < out.channels(); channel++) {
            int value = pool(inputs[0], y, x, channel);
            result[(y * out.width() + x) * out.channels() + channel] =
                Math.max(minimum, Math.min(maximum, value));
          }
        }
      }
      return 0;
    };
  }

  private int pool(int[] values, int y, int x, int channel) {
    Shape in = input.shape();
    int top = y * window.strideHeight() - window.padTop();
    int left = x * window.strideWidth() - window.padLeft();
    int largest = Integer.MIN_VALUE;
    int sum = 0;
    int count = 0;
    for (int row = Math.max(top, 0);
        row < Math.min(top + window.kernelHeight(), in.height());
        row++) {
      for (int column = Math.max(left, 0);
          column < Math.min(left + window.kernelWidth(), in.width());
          column++) {
        int value = values[(row * in.width() + column) * in.channels() + channel];
        largest = Math.max(largest, value);
        sum += value;
        count++;
      }
    }
    return mode == Mode.MAXIMUM ? largest : FixedPoint.roundingDivide(sum, count);
  }
}
