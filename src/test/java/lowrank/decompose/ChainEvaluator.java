package lowrank.decompose;

import java.util.List;
import lowrank.kernel.Window;
import lowrank.operator.Conv2d;
import lowrank.operator.Dense;
import lowrank.operator.WeightedOperator;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;

/** Evaluates convolutions and dense layers by plain loops, from their definition alone. */
final class ChainEvaluator {
  private ChainEvaluator() {}

  /** An activation: rows, columns, channels, row-major. */
  record Image(Shape shape, double[] values) {
    double at(int y, int x, int channel) {
      return values[(y * shape.width() + x) * shape.channels() + channel];
    }
  }

  static Image run(List<WeightedOperator> chain, Image input) {
    Image image = input;
    for (WeightedOperator operator : chain) {
      image =
          operator instanceof Conv2d convolution
              ? convolve(convolution, image)
              : multiply((Dense) operator, image);
    }
    return image;
  }

  private static Image convolve(Conv2d convolution, Image input) {
    Window w = convolution.window();
    Shape shape = convolution.outputShape(List.of(input.shape()));
    int perGroup = convolution.weights().shape().dimension(3);
    int outputsPerGroup = shape.channels() / convolution.groups();
    double[] output = new double[shape.elements()];
    int index = 0;
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        for (int t = 0; t < shape.channels(); t++) {
          double sum = convolution.bias().at(t);
          for (int i = 0; i < w.kernelHeight(); i++) {
            int row = y * w.strideHeight() + i * w.dilationHeight() - w.padTop();
            for (int j = 0; j < w.kernelWidth(); j++) {
              int column = x * w.strideWidth() + j * w.dilationWidth() - w.padLeft();
              if (row < 0
                  || row >= input.shape().height()
                  || column < 0
                  || column >= input.shape().width()) {
                continue;
              }
              for (int s = 0; s < perGroup; s++) {
                int weight = ((t * w.kernelHeight() + i) * w.kernelWidth() + j) * perGroup + s;
                sum +=
                    convolution.weights().at(weight)
                        * input.at(row, column, t / outputsPerGroup * perGroup + s);
              }
            }
          }
          output[index++] = clamp(convolution, sum);
        }
      }
    }
    return new Image(shape, output);
  }

  private static Image multiply(Dense dense, Image input) {
    double[] output = new double[dense.outputChannels()];
    for (int t = 0; t < output.length; t++) {
      double sum = dense.bias().at(t);
      for (int s = 0; s < dense.inputSize(); s++) {
        sum += dense.weights().at(t * dense.inputSize() + s) * input.values()[s];
      }
      output[t] = clamp(dense, sum);
    }
    return new Image(Shape.of(1, 1, output.length), output);
  }

  private static double clamp(WeightedOperator operator, double value) {
    return Math.max(
        operator.activation().minimum(), Math.min(operator.activation().maximum(), value));
  }

  /**
   * The kernel, T×Dh×Dw×S, that a chain acts with: its linear part, without stride, dilation and
   * padding, applied to unit impulses.
   */
  static Tensor impulseResponse(WeightedOperator original, List<WeightedOperator> chain) {
    List<WeightedOperator> linear = chain.stream().map(ChainEvaluator::linear).toList();
    Shape kernel = original.weights().shape();
    boolean matrix = kernel.rank() == 2;
    int height = matrix ? 1 : kernel.dimension(1);
    int width = matrix ? 1 : kernel.dimension(2);
    Shape field = Shape.of(height, width, kernel.channels());
    double[] response = new double[kernel.elements()];
    for (int impulse = 0; impulse < field.elements(); impulse++) {
      double[] values = new double[field.elements()];
      values[impulse] = 1;
      Image output = run(linear, new Image(field, values));
      for (int t = 0; t < kernel.dimension(0); t++) {
        response[t * field.elements() + impulse] = output.values()[t];
      }
    }
    return Tensor.fromDoubles(kernel, response);
  }

  private static WeightedOperator linear(WeightedOperator operator) {
    Tensor silent = Tensor.zeros(operator.bias().shape());
    if (operator instanceof Conv2d c) {
      Window bare = Window.of(c.window().kernelHeight(), c.window().kernelWidth());
      return new Conv2d(c.weights(), silent, bare, c.groups(), lowrank.fixed.Range.ALL);
    }
    return new Dense(operator.weights(), silent, lowrank.fixed.Range.ALL);
  }
}
