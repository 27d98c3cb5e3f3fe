package lowrank.decompose;

import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;

/**
 * A canonical polyadic model: the sum over r of {@code norms[r]} times the outer product of column
 * r of the four factors. Callers do not change the arrays.
 *
 * @param outputs T×R, columns of norm 1 (or 0 for a component that is not there), as in all factors
 * @param rows Dh×R
 * @param columns Dw×R
 * @param inputs S×R
 * @param norms Frobenius norm of each component, not negative
 */
record CpModel(
    DMatrixRMaj outputs,
    DMatrixRMaj rows,
    DMatrixRMaj columns,
    DMatrixRMaj inputs,
    double[] norms) {

  /** One component: its norm and four unit vectors. */
  record Term(double norm, double[] output, double[] row, double[] column, double[] input) {}

  /** The model of the first {@code rank} terms; components beyond the list's end are zero. */
  static CpModel of(List<Term> terms, KernelTensor kernel, int rank) {
    CpModel model =
        new CpModel(
            new DMatrixRMaj(kernel.outputs(), rank),
            new DMatrixRMaj(kernel.height(), rank),
            new DMatrixRMaj(kernel.width(), rank),
            new DMatrixRMaj(kernel.inputs(), rank),
            new double[rank]);
    for (int r = 0; r < Math.min(rank, terms.size()); r++) {
      Term term = terms.get(r);
      setColumn(model.outputs, r, term.output());
      setColumn(model.rows, r, term.row());
      setColumn(model.columns, r, term.column());
      setColumn(model.inputs, r, term.input());
      model.norms[r] = term.norm();
    }
    return model;
  }

  private static void setColumn(DMatrixRMaj matrix, int column, double[] values) {
    for (int row = 0; row < values.length; row++) {
      matrix.set(row, column, values[row]);
    }
  }

  int rank() {
    return norms.length;
  }

  /** Sum of the components' squared norms: far above the kernel's where components cancel. */
  double squaredNorms() {
    return Arrays.stream(norms).map(norm -> norm * norm).sum();
  }

  @Override
  public boolean equals(Object other) {
    throw new UnsupportedOperationException("models are not compared");
  }

  @Override
  public int hashCode() {
    throw new UnsupportedOperationException("models are not compared");
  }
}
