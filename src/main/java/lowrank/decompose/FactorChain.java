package lowrank.decompose;

import java.util.ArrayList;
import java.util.List;
import lowrank.fixed.Range;
import lowrank.matrix.LinearAlgebra;
import lowrank.operator.Conv2d;
import lowrank.operator.Dense;
import lowrank.operator.WeightedOperator;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;
import org.ejml.data.DMatrixRMaj;

/**
 * Factors with their weights in double precision, OHWI like the operators that they become.
 *
 * @param weights one array for each shape
 */
record FactorChain(List<FactorShape> shapes, List<double[]> weights) {
  FactorChain {
    shapes = List.copyOf(shapes);
    weights = List.copyOf(weights);
    for (int i = 0; i < shapes.size(); i++) {
      if (shapes.get(i).weights() != weights.get(i).length) {
        throw new IllegalArgumentException(
            "factor " + i + ": " + weights.get(i).length + " weights for " + shapes.get(i));
      }
    }
  }

  /** The chain that operators were made from. */
  static FactorChain of(List<WeightedOperator> operators) {
    return new FactorChain(
        operators.stream().map(FactorShape::of).toList(),
        operators.stream().map(operator -> operator.weights().toDoubles()).toList());
  }

  static FactorChain zeros(List<FactorShape> shapes) {
    return new FactorChain(shapes, shapes.stream().map(s -> new double[s.weights()]).toList());
  }

  /**
   * The chain as operators in float32. Intermediate results have no bias and no clamping, so that
   * zero padding of them is the same as zero padding of the input.
   *
   * @param lastBias bias of the last factor
   */
  List<WeightedOperator> toOperators(WeightedOperator source, Tensor lastBias) {
    List<WeightedOperator> operators = new ArrayList<>();
    for (int i = 0; i < shapes.size(); i++) {
      boolean last = i == shapes.size() - 1;
      FactorShape shape = shapes.get(i);
      Tensor bias = last ? lastBias : Tensor.zeros(Shape.of(shape.outputChannels()));
      Range activation = last ? source.activation() : Range.ALL;
      operators.add(operator(source, shape, weights.get(i), bias, activation));
    }
    return operators;
  }

  private static WeightedOperator operator(
      WeightedOperator source, FactorShape shape, double[] values, Tensor bias, Range activation) {
    if (source instanceof Dense) {
      Shape matrix = Shape.of(shape.outputChannels(), shape.inputChannels());
      return new Dense(Tensor.fromDoubles(matrix, values), bias, activation);
    }
    Shape kernel =
        Shape.of(
            shape.outputChannels(),
            shape.window().kernelHeight(),
            shape.window().kernelWidth(),
            shape.inputChannels() / shape.groups());
    return new Conv2d(
        Tensor.fromDoubles(kernel, values), bias, shape.window(), shape.groups(), activation);
  }

  /** The chain with weights as float32 holds them. */
  FactorChain rounded() {
    List<double[]> rounded = new ArrayList<>();
    for (double[] values : weights) {
      double[] copy = new double[values.length];
      for (int i = 0; i < values.length; i++) {
        copy[i] = (float) values[i];
      }
      rounded.add(copy);
    }
    return new FactorChain(shapes, rounded);
  }

  /** The kernel of the single convolution that the chain is equal to. */
  KernelTensor compose() {
    return compose(0, shapes.size());
  }

  /** The kernel that factors {@code first} to {@code last} (exclusive) are equal to. */
  KernelTensor compose(int first, int last) {
    int inputs =
        first < shapes.size()
            ? shapes.get(first).inputChannels()
            : shapes.get(first - 1).outputChannels();
    KernelTensor kernel = KernelTensor.identity(inputs);
    for (int i = first; i < last; i++) {
      kernel = then(kernel, shapes.get(i), weights.get(i));
    }
    return kernel;
  }

  /** The chain with other weights for one factor. */
  FactorChain with(int factor, double[] replacement) {
    List<double[]> changed = new ArrayList<>(weights);
    changed.set(factor, replacement);
    return new FactorChain(shapes, changed);
  }

  /** Kernel of {@code inner} followed by one more factor. */
  static KernelTensor then(KernelTensor inner, FactorShape shape, double[] values) {
    int taps = shape.window().kernelWidth();
    int height = inner.height() + shape.window().kernelHeight() - 1;
    int width = inner.width() + taps - 1;
    int inputs = inner.inputs();
    DMatrixRMaj windows = windows(inner, shape, values);
    int length = inner.width() * inputs;
    double[] composed = new double[shape.outputChannels() * height * width * inputs];
    for (int row = 0; row < windows.numRows; row++) {
      int tap = row % shape.window().taps();
      int t = row / shape.window().taps();
      for (int i = 0; i < inner.height(); i++) {
        int from = row * windows.numCols + i * length;
        int to = ((t * height + i + tap / taps) * width + tap % taps) * inputs;
        for (int x = 0; x < length; x++) {
          composed[to + x] += windows.data[from + x];
        }
      }
    }
    return new KernelTensor(shape.outputChannels(), height, width, inputs, composed);
  }

  /** What each tap of each output channel makes of the inner kernel: a row for each weight row. */
  private static DMatrixRMaj windows(KernelTensor inner, FactorShape shape, double[] values) {
    int taps = shape.window().taps();
    DMatrixRMaj rows = inner.unfoldOutputs();
    if (!shape.depthwise()) {
      int outputs = shape.outputChannels() * taps;
      return LinearAlgebra.multiply(DMatrixRMaj.wrap(outputs, shape.inputChannels(), values), rows);
    }
    DMatrixRMaj windows = new DMatrixRMaj(values.length, rows.numCols);
    for (int row = 0; row < values.length; row++) {
      for (int x = 0; x < rows.numCols; x++) {
        windows.set(row, x, values[row] * rows.get(row / taps, x));
      }
    }
    return windows;
  }
}
