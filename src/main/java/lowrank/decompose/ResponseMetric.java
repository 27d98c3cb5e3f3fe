package lowrank.decompose;

import java.util.Optional;
import lowrank.matrix.LinearAlgebra;
import lowrank.patch.MomentSums;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Measures kernels by what they do to the layer's inputs: the squared length of a kernel V (T×P) is
 * E ‖V (x − E x)‖² = tr V C Vᵀ, C being the covariance of the patches x. A ridge on the diagonal
 * makes C positive definite, so that directions that the data never showed count a little rather
 * than not at all.
 */
public final class ResponseMetric {
  /** The least ridge, relative to the mean of the covariance's diagonal. */
  static final double RIDGE = 1e-4;

  /** The ridge for one weight and one patch: what noise there is for what a refit can gain. */
  private static final double NOISE = 0.5;

  /** Of the shrunk covariance, what its multiple of the identity makes up at most. */
  private static final double LARGEST_SHARE = 0.9;

  private final double[] mean;
  private final DMatrixRMaj covariance;
  private final double ridge;
  private final long patches;
  private final Optional<OutputWeights> outputs;

  private ResponseMetric(
      double[] mean,
      DMatrixRMaj covariance,
      double ridge,
      long patches,
      Optional<OutputWeights> outputs) {
    this.mean = mean;
    this.covariance = covariance;
    this.ridge = ridge;
    this.patches = patches;
    this.outputs = outputs;
  }

  /** The metric of measured moments; inputs that never change make every direction equal. */
  static ResponseMetric of(MomentSums.Moments moments) {
    return of(moments, RIDGE);
  }

  /**
   * The same for a least squares fit of weights to responses. One of P weights to n patches learns
   * noise in proportion to P / n, against which the best ridge grows as that does (Hoerl, Kennard
   * and Baldwin 1975, "Ridge regression: some simulations": λ = P σ² / ‖β‖²).
   */
  static ResponseMetric ofFit(MomentSums.Moments moments) {
    return of(
        moments, Math.max(RIDGE, NOISE * moments.mean().length / Math.max(1, moments.count())));
  }

  private static ResponseMetric of(MomentSums.Moments moments, double least) {
    int length = moments.mean().length;
    DMatrixRMaj covariance = DMatrixRMaj.wrap(length, length, moments.covariance().clone());
    double average = CommonOps_DDRM.trace(covariance) / length;
    double relative = Math.max(least, shrinkage(covariance, moments.count()));
    double ridge = average > 0 ? relative * average : 1;
    for (int i = 0; i < length; i++) {
      covariance.add(i, i, ridge);
    }
    return new ResponseMetric(moments.mean(), covariance, ridge, moments.count(), Optional.empty());
  }

  /**
   * With fewer patches than elements what the oracle approximating shrinkage would add (Chen et al.
   * 2010, arXiv 0907.4698, equation 23), because then every kernel fits what was seen, and a chain
   * that does so can be anything elsewhere.
   */
  private static double shrinkage(DMatrixRMaj covariance, long patches) {
    int length = covariance.numRows;
    if (patches >= length) {
      return 0;
    }
    double squares = LinearAlgebra.dot(covariance, covariance);
    double trace = CommonOps_DDRM.trace(covariance);
    double above = (1 - 2.0 / length) * squares + trace * trace;
    double below = (patches + 1 - 2.0 / length) * (squares - trace * trace / length);
    double share = below > 0 ? Math.min(above / below, LARGEST_SHARE) : LARGEST_SHARE;
    return share / (1 - share);
  }

  /** The same inputs, with what the outputs are worth. */
  ResponseMetric withOutputs(Optional<OutputWeights> weights) {
    return new ResponseMetric(mean, covariance, ridge, patches, weights);
  }

  /** What a factorisation is to weigh outputs with; empty if all count alike. */
  Optional<OutputWeights> outputs() {
    return outputs;
  }

  /** Covariance with the ridge, P×P. Callers do not change it. */
  DMatrixRMaj covariance() {
    return covariance;
  }

  /** What was added to the diagonal. */
  double ridge() {
    return ridge;
  }

  /** Patches that were measured. */
  long patches() {
    return patches;
  }

  /** V · C for a kernel of T rows. */
  DMatrixRMaj weigh(DMatrixRMaj kernel) {
    return LinearAlgebra.multiply(kernel, covariance);
  }

  /** tr V C Vᵀ. */
  double squaredLength(DMatrixRMaj kernel) {
    DMatrixRMaj weighed = weigh(kernel);
    double sum = 0;
    for (int i = 0; i < kernel.data.length; i++) {
      sum += weighed.data[i] * kernel.data[i];
    }
    return Math.max(0, sum);
  }

  /** V · E x. */
  double[] meanResponse(DMatrixRMaj kernel) {
    double[] response = new double[kernel.numRows];
    for (int t = 0; t < kernel.numRows; t++) {
      for (int i = 0; i < kernel.numCols; i++) {
        response[t] += kernel.get(t, i) * mean[i];
      }
    }
    return response;
  }

  /**
   * Average of the covariances of all smaller windows inside the patch's: (h·w·S)², the windows
   * being {@code height}×{@code width} of the patch's.
   */
  DMatrixRMaj windowAverage(KernelTensor patch, int height, int width) {
    int channels = patch.inputs();
    int length = height * width * channels;
    DMatrixRMaj average = new DMatrixRMaj(length, length);
    int down = patch.height() - height + 1;
    int right = patch.width() - width + 1;
    for (int i = 0; i < down; i++) {
      for (int j = 0; j < right; j++) {
        addWindow(average, patch, i, j, width);
      }
    }
    CommonOps_DDRM.scale(1.0 / (down * right), average);
    return average;
  }

  private void addWindow(DMatrixRMaj average, KernelTensor patch, int top, int left, int width) {
    int channels = patch.inputs();
    int points = average.numRows / channels;
    for (int p = 0; p < points; p++) {
      int from = ((top + p / width) * patch.width() + left + p % width) * channels;
      for (int q = 0; q < points; q++) {
        int to = ((top + q / width) * patch.width() + left + q % width) * channels;
        for (int s = 0; s < channels; s++) {
          for (int r = 0; r < channels; r++) {
            average.add(p * channels + s, q * channels + r, covariance.get(from + s, to + r));
          }
        }
      }
    }
  }
}
