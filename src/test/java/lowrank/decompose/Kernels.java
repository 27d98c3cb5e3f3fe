package lowrank.decompose;

import java.util.Random;
import lowrank.decompose.ChainEvaluator.Image;
import lowrank.fixed.Range;
import lowrank.kernel.Window;
import lowrank.operator.Conv2d;
import lowrank.operator.Dense;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;

/** Operators with random weights of fixed seed. */
final class Kernels {
  private Kernels() {}

  static Conv2d convolution(int outputs, Window window, int inputs, long seed) {
    Shape shape = Shape.of(outputs, window.kernelHeight(), window.kernelWidth(), inputs);
    return new Conv2d(
        gaussian(shape, seed), gaussian(Shape.of(outputs), seed + 1000), window, 1, Range.RELU);
  }

  static Conv2d convolution(int outputs, int height, int width, int inputs, long seed) {
    return convolution(outputs, Window.of(height, width), inputs, seed);
  }

  static Dense dense(int outputs, int inputs, long seed) {
    return new Dense(
        gaussian(Shape.of(outputs, inputs), seed),
        gaussian(Shape.of(outputs), seed + 1000),
        Range.RELU);
  }

  static Tensor gaussian(Shape shape, long seed) {
    Random random = new Random(seed);
    double[] values = new double[shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextGaussian();
    }
    return Tensor.fromDoubles(shape, values);
  }

  static Image image(int height, int width, int channels, long seed) {
    Shape shape = Shape.of(height, width, channels);
    return new Image(shape, gaussian(shape, seed).toDoubles());
  }
}
