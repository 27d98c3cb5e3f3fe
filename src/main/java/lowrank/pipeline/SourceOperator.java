package lowrank.pipeline;

import java.util.List;
import lowrank.decompose.FactorShape;
import lowrank.fixed.Range;
import lowrank.kernel.Window;
import lowrank.network.Layer;
import lowrank.operator.Conv2d;
import lowrank.operator.Dense;
import lowrank.operator.TransposedConv2d;
import lowrank.operator.WeightedOperator;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;

/** The shape of a layer before it was decomposed, seen from the factors that replace it. */
final class SourceOperator {
  private SourceOperator() {}

  /**
   * An operator with the source layer's shape; its weights are zero if the layer was decomposed.
   */
  static WeightedOperator of(List<Layer> factors) {
    WeightedOperator first = (WeightedOperator) factors.get(0).operator();
    WeightedOperator last = (WeightedOperator) factors.get(factors.size() - 1).operator();
    if (factors.size() == 1) {
      return first;
    }
    int outputs = last.outputChannels();
    Tensor bias = Tensor.zeros(Shape.of(outputs));
    if (first instanceof Dense dense) {
      return new Dense(Tensor.zeros(Shape.of(outputs, dense.inputSize())), bias, Range.ALL);
    }
    Window window = Window.POINT;
    for (Layer factor : factors) {
      window = larger(window, ((Conv2d) factor.operator()).window());
    }
    int inputs = ((Conv2d) first).inputChannels();
    Shape weights = Shape.of(outputs, window.kernelHeight(), window.kernelWidth(), inputs);
    return new Conv2d(Tensor.zeros(weights), bias, window, 1, Range.ALL);
  }

  /** Every dimension of a chain's window sits on one factor; the others have its neutral value. */
  private static Window larger(Window a, Window b) {
    return new Window(
        Math.max(a.kernelHeight(), b.kernelHeight()),
        Math.max(a.kernelWidth(), b.kernelWidth()),
        Math.max(a.strideHeight(), b.strideHeight()),
        Math.max(a.strideWidth(), b.strideWidth()),
        Math.max(a.dilationHeight(), b.dilationHeight()),
        Math.max(a.dilationWidth(), b.dilationWidth()),
        Math.max(a.padTop(), b.padTop()),
        Math.max(a.padLeft(), b.padLeft()),
        Math.max(a.padBottom(), b.padBottom()),
        Math.max(a.padRight(), b.padRight()));
  }

  /** Sizes of one layer or factor, as far as multiplies depend on them. */
  record Size(int inputChannels, int outputChannels, Window window, int groups) {
    static Size of(WeightedOperator operator) {
      return operator instanceof Conv2d conv
          ? new Size(conv.inputChannels(), conv.outputChannels(), conv.window(), conv.groups())
          : new Size(((Dense) operator).inputSize(), operator.outputChannels(), Window.POINT, 1);
    }

    static Size of(FactorShape factor) {
      return new Size(
          factor.inputChannels(), factor.outputChannels(), factor.window(), factor.groups());
    }
  }

  /** The image that a layer with these input channels reads: a single pixel if it reads all. */
  static Shape image(Shape input, int channels) {
    return input.rank() == 3 && input.channels() == channels ? input : Shape.of(1, 1, channels);
  }

  /**
   * Multiplies with what is summed in one go, a kernel row's channels, rounded up to whole groups;
   * for depthwise layers the channels of a pixel.
   */
  static long issued(Size size, Shape input, int granularity) {
    Shape image = image(input, size.inputChannels());
    Window window = size.window();
    long pixels = (long) window.outputHeight(image.height()) * window.outputWidth(image.width());
    int perGroup = size.inputChannels() / size.groups();
    return size.groups() > 1 && perGroup == 1
        ? pixels * window.taps() * roundUp(size.outputChannels(), granularity)
        : pixels
            * window.kernelHeight()
            * roundUp(window.kernelWidth() * perGroup, granularity)
            * size.outputChannels();
  }

  /** The same for a transposed convolution: what one tap sums are a pixel's channels. */
  static long issued(TransposedConv2d operator, Shape input, int granularity) {
    return (long) input.height()
        * input.width()
        * operator.window().taps()
        * roundUp(operator.inputChannels(), granularity)
        * operator.outputChannels();
  }

  private static long roundUp(int channels, int granularity) {
    return (long) (channels + granularity - 1) / granularity * granularity;
  }
}
