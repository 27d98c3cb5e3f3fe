package lowrank.decompose;

import lowrank.matrix.Cholesky;
import lowrank.matrix.LinearAlgebra;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Alternating least squares for the canonical polyadic decomposition of a kernel, guarded against
 * degeneracy. Each step minimises
 *
 * <p>‖K − Σ_r K_r‖² + μ Σ_r ‖K_r‖²
 *
 * <p>over one factor while the columns of the others have norm 1, so that both terms mean the same
 * in every step and none of them raises the objective. μ starts large and falls from sweep to
 * sweep. A best approximation of low rank need not exist: components can grow without end while
 * they cancel each other (De Silva and Lim 2008). Therefore only models count whose components obey
 * Σ ‖K_r‖² ≤ {@link #NORM_BOUND} · ‖K‖² (the bounded norm of Phan et al. 2020, "Stable low-rank
 * tensor decomposition for compression of convolutional neural network"); where one does not, μ
 * rises again.
 */
final class CpAlternation {
  /** Largest sum of squared component norms, relative to the kernel's squared norm. */
  static final double NORM_BOUND = 4;

  /** Sweeps over which the squared error must fall by {@link #TOLERANCE} of itself. */
  private static final int PATIENCE = 10;

  private static final double TOLERANCE = 2e-4;

  /** Relative squared error of a model that is exact but for rounding. */
  static final double EXACT = 1e-14;

  private static final double FIRST_WEIGHT = 0.1;
  private static final double LAST_WEIGHT = 1e-9;
  private static final double WEIGHT_FALL = 0.5;
  private static final double WEIGHT_RISE = 8;

  private final KernelTensor kernel;
  private final double energy;

  CpAlternation(KernelTensor kernel) {
    this.kernel = kernel;
    this.energy = kernel.squaredNorm();
  }

  /**
   * A model under way.
   *
   * @param squaredError of {@code model}, relative to the kernel's squared norm
   * @param weight μ of the next sweep
   */
  record State(CpModel model, double squaredError, double weight) {
    private State withWeight(boolean bounded) {
      double next =
          bounded
              ? Math.max(LAST_WEIGHT, weight * WEIGHT_FALL)
              : Math.min(FIRST_WEIGHT, weight * WEIGHT_RISE);
      return new State(model, squaredError, next);
    }
  }

  /** The state before the first sweep. */
  State start(CpModel model) {
    return new State(model, squaredError(model), FIRST_WEIGHT);
  }

  /**
   * Sweeps until the error stands still, at most {@code maximumSweeps} times. The result is the
   * best model within the bound, the start included.
   */
  State improve(State start, int maximumSweeps) {
    State best = start;
    State current = start;
    double before = Double.POSITIVE_INFINITY;
    for (int sweep = 1; sweep <= maximumSweeps && best.squaredError() > EXACT; sweep++) {
      State next = sweep(current);
      boolean bounded = next.model().squaredNorms() <= NORM_BOUND * energy;
      current = next.withWeight(bounded);
      if (bounded && current.squaredError() < best.squaredError()) {
        best = current;
      }
      if (sweep % PATIENCE == 0) {
        if (before - best.squaredError() < TOLERANCE * best.squaredError()) {
          break;
        }
        before = best.squaredError();
      }
    }
    return best;
  }

  private double squaredError(CpModel model) {
    DMatrixRMaj target = outputTarget(model, contractInputs(model));
    DMatrixRMaj gram = hadamard(model.rows(), model.columns(), model.inputs());
    return squaredError(target, scaled(model.outputs(), model.norms()), gram);
  }

  /** ‖K‖² − 2⟨M, X⟩ + ⟨XᵀX, G⟩, relative to ‖K‖². */
  private double squaredError(DMatrixRMaj target, DMatrixRMaj solution, DMatrixRMaj gram) {
    double error = energy - 2 * dot(target, solution);
    error += dot(LinearAlgebra.gramOfColumns(solution), gram);
    return Math.max(0, error / energy);
  }

  /** One update of each factor: outputs, rows, columns, inputs. */
  private State sweep(State state) {
    CpModel m = state.model();
    double weight = state.weight();
    double[] norms = new double[m.rank()];
    DMatrixRMaj contracted = contractInputs(m);
    DMatrixRMaj outputs =
        solve(hadamard(m.rows(), m.columns(), m.inputs()), outputTarget(m, contracted), weight);
    normalise(outputs);
    m = new CpModel(outputs, m.rows(), m.columns(), m.inputs(), norms);
    DMatrixRMaj rows =
        solve(hadamard(m.outputs(), m.columns(), m.inputs()), rowTarget(m, contracted), weight);
    normalise(rows);
    m = new CpModel(m.outputs(), rows, m.columns(), m.inputs(), norms);
    DMatrixRMaj columns =
        solve(hadamard(m.outputs(), m.rows(), m.inputs()), columnTarget(m, contracted), weight);
    normalise(columns);
    m = new CpModel(m.outputs(), m.rows(), columns, m.inputs(), norms);
    DMatrixRMaj gram = hadamard(m.outputs(), m.rows(), m.columns());
    DMatrixRMaj target = inputTarget(m);
    DMatrixRMaj inputs = solve(gram, target, weight);
    double error = squaredError(target, inputs, gram);
    CpModel model = new CpModel(m.outputs(), m.rows(), m.columns(), inputs, normalise(inputs));
    return new State(model, error, weight);
  }

  /** X with X (G + μI) = M. */
  private static DMatrixRMaj solve(DMatrixRMaj gram, DMatrixRMaj target, double weight) {
    for (int r = 0; r < gram.numRows; r++) {
      gram.add(r, r, weight);
    }
    DMatrixRMaj transposed = CommonOps_DDRM.transpose(target, null);
    DMatrixRMaj solution =
        Cholesky.of(gram)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "a Gram matrix with weight " + weight + " is not positive"))
            .solve(transposed);
    for (int r = 0; r < gram.numRows; r++) {
      gram.add(r, r, -weight);
    }
    return CommonOps_DDRM.transpose(solution, null);
  }

  /** K contracted with the inputs factor: (T·Dh·Dw) × R. */
  private DMatrixRMaj contractInputs(CpModel m) {
    return LinearAlgebra.multiply(kernel.unfoldInputsTransposed(), m.inputs());
  }

  private DMatrixRMaj outputTarget(CpModel m, DMatrixRMaj contracted) {
    DMatrixRMaj target = new DMatrixRMaj(kernel.outputs(), m.rank());
    for (int row = 0; row < contracted.numRows; row++) {
      addProducts(target, output(row), contracted, row, m.rows(), i(row), m.columns(), j(row));
    }
    return target;
  }

  private DMatrixRMaj rowTarget(CpModel m, DMatrixRMaj contracted) {
    DMatrixRMaj target = new DMatrixRMaj(kernel.height(), m.rank());
    for (int row = 0; row < contracted.numRows; row++) {
      addProducts(target, i(row), contracted, row, m.outputs(), output(row), m.columns(), j(row));
    }
    return target;
  }

  private DMatrixRMaj columnTarget(CpModel m, DMatrixRMaj contracted) {
    DMatrixRMaj target = new DMatrixRMaj(kernel.width(), m.rank());
    for (int row = 0; row < contracted.numRows; row++) {
      addProducts(target, j(row), contracted, row, m.outputs(), output(row), m.rows(), i(row));
    }
    return target;
  }

  /** From K contracted with the outputs factor: (Dh·Dw·S) × R. */
  private DMatrixRMaj inputTarget(CpModel m) {
    DMatrixRMaj contracted = LinearAlgebra.multiplyTransposed(kernel.unfoldOutputs(), m.outputs());
    DMatrixRMaj target = new DMatrixRMaj(kernel.inputs(), m.rank());
    for (int row = 0; row < contracted.numRows; row++) {
      int point = row / kernel.inputs();
      int input = row % kernel.inputs();
      addProducts(target, input, contracted, row, m.rows(), i(point), m.columns(), j(point));
    }
    return target;
  }

  /** Output channel, kernel row and kernel column of a row of T·Dh·Dw. */
  private int output(int row) {
    return row / (kernel.height() * kernel.width());
  }

  private int i(int row) {
    return row / kernel.width() % kernel.height();
  }

  private int j(int row) {
    return row % kernel.width();
  }

  /** Adds the element-wise product of row {@code ia} of a, {@code ib} of b and {@code ic} of c. */
  private static void addProducts(
      DMatrixRMaj target,
      int row,
      DMatrixRMaj a,
      int ia,
      DMatrixRMaj b,
      int ib,
      DMatrixRMaj c,
      int ic) {
    int rank = target.numCols;
    for (int r = 0; r < rank; r++) {
      target.data[row * rank + r] +=
          a.data[ia * rank + r] * b.data[ib * rank + r] * c.data[ic * rank + r];
    }
  }

  /** Element-wise product of the three factors' Gram matrices. */
  private static DMatrixRMaj hadamard(DMatrixRMaj a, DMatrixRMaj b, DMatrixRMaj c) {
    DMatrixRMaj product = LinearAlgebra.gramOfColumns(a);
    CommonOps_DDRM.elementMult(product, LinearAlgebra.gramOfColumns(b));
    CommonOps_DDRM.elementMult(product, LinearAlgebra.gramOfColumns(c));
    return product;
  }

  /** Scales every column to norm 1 in place, zero columns excepted; returns the norms. */
  static double[] normalise(DMatrixRMaj matrix) {
    double[] norms = new double[matrix.numCols];
    for (int r = 0; r < norms.length; r++) {
      double sum = 0;
      for (int row = 0; row < matrix.numRows; row++) {
        sum += matrix.get(row, r) * matrix.get(row, r);
      }
      norms[r] = StrictMath.sqrt(sum);
      for (int row = 0; row < matrix.numRows && norms[r] > 0; row++) {
        matrix.set(row, r, matrix.get(row, r) / norms[r]);
      }
    }
    return norms;
  }

  private static DMatrixRMaj scaled(DMatrixRMaj matrix, double[] norms) {
    DMatrixRMaj scaled = matrix.copy();
    CommonOps_DDRM.multCols(scaled, norms);
    return scaled;
  }

  private static double dot(DMatrixRMaj a, DMatrixRMaj b) {
    double sum = 0;
    for (int i = 0; i < a.data.length; i++) {
      sum += a.data[i] * b.data[i];
    }
    return sum;
  }
}
