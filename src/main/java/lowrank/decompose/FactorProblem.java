package lowrank.decompose;

import lowrank.matrix.Cholesky;
import lowrank.matrix.LinearAlgebra;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * One factor of a chain with the others held: the composed kernel is linear in the factor's
 * weights, so that the best weights solve a linear least-squares problem. It is solved by conjugate
 * gradients on the normal equations, started at the present weights; no step raises the error. The
 * preconditioner is the Kronecker product that the normal matrix would be if the covariance did not
 * vary over the kernel's points, which makes one step exact for a last factor and for a Tucker
 * core.
 */
final class FactorProblem {
  private static final int MAXIMUM_STEPS = 5;

  /** Squared preconditioned residual, relative to the first, at which steps end. */
  private static final double TOLERANCE = 1e-4;

  private final ResponseMetric metric;
  private final FactorShape shape;
  private final KernelTensor kernel;
  private final DMatrixRMaj basis;
  private final DMatrixRMaj outer;
  private final int width;
  private final int partWidth;
  private final double[] noise;
  private final Preconditioner preconditioner;

  /**
   * The problem of factor {@code index} of a chain that composes to a kernel of this size.
   *
   * @param inputNoise mean square of what is added to each input of a last factor, relative to its
   *     own; 0 for other factors
   */
  FactorProblem(
      FactorChain chain, int index, KernelTensor kernel, ResponseMetric metric, double inputNoise) {
    this.metric = metric;
    this.kernel = kernel;
    this.shape = chain.shapes().get(index);
    KernelTensor inner = chain.compose(0, index);
    KernelTensor rest = chain.compose(index + 1, chain.shapes().size());
    this.width = rest.width();
    this.partWidth = kernel.width() - rest.width() + 1;
    int partHeight = kernel.height() - rest.height() + 1;
    this.basis = basis(inner, shape, partHeight, partWidth);
    this.outer = points(rest);
    DMatrixRMaj average = metric.windowAverage(kernel, partHeight, partWidth);
    DMatrixRMaj inside =
        LinearAlgebra.multiplyByTransposed(LinearAlgebra.multiply(basis, average), basis);
    this.noise = new double[inputNoise > 0 ? inside.numRows : 0];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = inputNoise * inside.get(i, i);
      inside.add(i, i, noise[i]);
    }
    this.preconditioner = Preconditioner.of(shape, LinearAlgebra.gramOfColumns(outer), inside);
  }

  /** Row tap·R + c: what weight one of channel c at that tap adds to the part's kernel. */
  private static DMatrixRMaj basis(KernelTensor inner, FactorShape shape, int height, int width) {
    int taps = shape.window().taps();
    int tapsWidth = shape.window().kernelWidth();
    DMatrixRMaj basis = new DMatrixRMaj(taps * inner.outputs(), height * width * inner.inputs());
    for (int tap = 0; tap < taps; tap++) {
      for (int c = 0; c < inner.outputs(); c++) {
        for (int i = 0; i < inner.height(); i++) {
          for (int j = 0; j < inner.width(); j++) {
            int to = ((tap / tapsWidth + i) * width + tap % tapsWidth + j) * inner.inputs();
            for (int s = 0; s < inner.inputs(); s++) {
              basis.set(tap * inner.outputs() + c, to + s, inner.at(c, i, j, s));
            }
          }
        }
      }
    }
    return basis;
  }

  /** The T×R matrices of all points of the outer kernel, one below the other. */
  private static DMatrixRMaj points(KernelTensor outer) {
    int outputs = outer.outputs();
    DMatrixRMaj points = new DMatrixRMaj(outer.height() * outer.width() * outputs, outer.inputs());
    for (int row = 0; row < points.numRows; row++) {
      int p = row / outputs;
      for (int r = 0; r < outer.inputs(); r++) {
        points.set(row, r, outer.at(row % outputs, p / outer.width(), p % outer.width(), r));
      }
    }
    return points;
  }

  /**
   * Weights that are no worse than {@code start}.
   *
   * @param weighedError (W − Ŵ) · C at the start
   */
  double[] solve(double[] start, DMatrixRMaj weighedError) {
    DMatrixRMaj weights = new DMatrixRMaj(start.length, 1, true, start);
    DMatrixRMaj residual = adjoint(weighedError);
    addNoise(residual, -1, weights);
    DMatrixRMaj direction = preconditioner.apply(residual);
    double size = LinearAlgebra.dot(residual, direction);
    double enough = size * TOLERANCE;
    for (int step = 0; step < MAXIMUM_STEPS && size > enough; step++) {
      DMatrixRMaj image = normal(direction);
      double curvature = LinearAlgebra.dot(direction, image);
      if (!(curvature > 0)) {
        break;
      }
      double length = size / curvature;
      CommonOps_DDRM.addEquals(weights, length, direction);
      CommonOps_DDRM.addEquals(residual, -length, image);
      DMatrixRMaj next = preconditioner.apply(residual);
      double nextSize = LinearAlgebra.dot(residual, next);
      CommonOps_DDRM.add(nextSize / size, direction, 1, next, direction);
      size = nextSize;
    }
    return weights.data;
  }

  private DMatrixRMaj normal(DMatrixRMaj weights) {
    DMatrixRMaj image = adjoint(metric.weigh(compose(weights)));
    addNoise(image, 1, weights);
    return image;
  }

  /** Adds what noise of the inputs makes of weights to an image of them. */
  private void addNoise(DMatrixRMaj image, double factor, DMatrixRMaj weights) {
    for (int i = 0; i < image.data.length && noise.length > 0; i++) {
      image.data[i] += factor * noise[i % noise.length] * weights.data[i];
    }
  }

  /** The composed kernel, T×P, for weights of the factor. */
  private DMatrixRMaj compose(DMatrixRMaj weights) {
    DMatrixRMaj windows = LinearAlgebra.multiply(outer, part(weights));
    DMatrixRMaj composed =
        new DMatrixRMaj(kernel.outputs(), kernel.height() * kernel.width() * kernel.inputs());
    move(composed, windows, true);
    return composed;
  }

  /** The factor after everything inside: R × the part of the patch that it reads. */
  private DMatrixRMaj part(DMatrixRMaj weights) {
    int taps = shape.window().taps();
    int outputs = shape.outputChannels();
    if (!shape.depthwise()) {
      return LinearAlgebra.multiply(
          DMatrixRMaj.wrap(outputs, taps * shape.inputChannels(), weights.data), basis);
    }
    DMatrixRMaj part = new DMatrixRMaj(outputs, basis.numCols);
    for (int r = 0; r < outputs; r++) {
      for (int tap = 0; tap < taps; tap++) {
        int row = (tap * outputs + r) * basis.numCols;
        double weight = weights.data[r * taps + tap];
        for (int i = 0; i < basis.numCols; i++) {
          part.data[r * basis.numCols + i] += weight * basis.data[row + i];
        }
      }
    }
    return part;
  }

  /** Gradient with respect to the factor's weights, a column, of a gradient T×P. */
  private DMatrixRMaj adjoint(DMatrixRMaj gradient) {
    DMatrixRMaj windows = new DMatrixRMaj(outer.numRows, basis.numCols);
    move(gradient, windows, false);
    DMatrixRMaj part = LinearAlgebra.multiplyTransposed(outer, windows);
    int taps = shape.window().taps();
    int outputs = shape.outputChannels();
    if (!shape.depthwise()) {
      DMatrixRMaj result = LinearAlgebra.multiplyByTransposed(part, basis);
      return DMatrixRMaj.wrap(result.data.length, 1, result.data);
    }
    DMatrixRMaj result = new DMatrixRMaj(outputs * taps, 1);
    for (int r = 0; r < outputs; r++) {
      for (int tap = 0; tap < taps; tap++) {
        double sum = 0;
        for (int i = 0; i < basis.numCols; i++) {
          sum += part.get(r, i) * basis.get(tap * outputs + r, i);
        }
        result.data[r * taps + tap] = sum;
      }
    }
    return result;
  }

  /** Adds the windows at all points of the outer kernel to the patch, or copies them out of it. */
  private void move(DMatrixRMaj patch, DMatrixRMaj windows, boolean add) {
    int channels = kernel.inputs();
    int run = partWidth * channels;
    int rows = windows.numCols / run;
    for (int row = 0; row < windows.numRows; row++) {
      int point = row / kernel.outputs();
      int start = row % kernel.outputs() * patch.numCols;
      for (int i = 0; i < rows; i++) {
        int at = ((point / width + i) * kernel.width() + point % width) * channels;
        move(patch.data, start + at, windows.data, row * windows.numCols + i * run, run, add);
      }
    }
  }

  private static void move(
      double[] patch, int to, double[] windows, int from, int count, boolean add) {
    if (!add) {
      System.arraycopy(patch, to, windows, from, count);
      return;
    }
    for (int x = 0; x < count; x++) {
      patch[to + x] += windows[from + x];
    }
  }

  /** Approximate inverse of the normal matrix. */
  private interface Preconditioner {
    DMatrixRMaj apply(DMatrixRMaj residual);

    static Preconditioner of(FactorShape shape, DMatrixRMaj outside, DMatrixRMaj inside) {
      int outputs = shape.outputChannels();
      int taps = shape.window().taps();
      if (shape.depthwise()) {
        return channelwise(outputs, taps, outside, inside);
      }
      Cholesky left = LinearAlgebra.cholesky(outside);
      Cholesky right = LinearAlgebra.cholesky(inside);
      return residual -> {
        DMatrixRMaj matrix = DMatrixRMaj.wrap(outputs, inside.numRows, residual.data);
        DMatrixRMaj half = LinearAlgebra.transpose(left.solve(matrix));
        DMatrixRMaj whole = LinearAlgebra.transpose(right.solve(half));
        return DMatrixRMaj.wrap(whole.data.length, 1, whole.data);
      };
    }

    /** The element-wise product of both Gram matrices, channel by channel. */
    private static Preconditioner channelwise(
        int channels, int taps, DMatrixRMaj outside, DMatrixRMaj inside) {
      DMatrixRMaj product = new DMatrixRMaj(channels * taps, channels * taps);
      for (int a = 0; a < product.numRows; a++) {
        for (int b = 0; b < product.numRows; b++) {
          int row = a % taps * channels + a / taps;
          int column = b % taps * channels + b / taps;
          product.set(a, b, outside.get(a / taps, b / taps) * inside.get(row, column));
        }
      }
      Cholesky solver = LinearAlgebra.cholesky(product);
      return residual -> solver.solve(residual);
    }
  }
}
