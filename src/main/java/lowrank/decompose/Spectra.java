package lowrank.decompose;

import java.util.List;
import lowrank.network.RankCurve.Spectrum;
import lowrank.operator.WeightedOperator;
import org.ejml.data.DMatrixRMaj;

/** Singular values of a kernel's unfoldings. */
final class Spectra {
  /** Name of the unfolding S × (T·Dh·Dw). */
  static final String INPUTS = "S";

  /** Name of the unfolding T × (Dh·Dw·S). */
  static final String OUTPUTS = "T";

  private Spectra() {}

  static Spectrum of(String unfolding, DMatrixRMaj matrix) {
    return new Spectrum(
        unfolding, matrix.numRows, matrix.numCols, LinearAlgebra.singularValues(matrix));
  }

  static Spectrum inputs(WeightedOperator operator) {
    DMatrixRMaj transposed = KernelTensor.of(operator).unfoldInputsTransposed();
    return new Spectrum(
        INPUTS, transposed.numCols, transposed.numRows, LinearAlgebra.singularValues(transposed));
  }

  static Spectrum outputs(WeightedOperator operator) {
    return of(OUTPUTS, KernelTensor.of(operator).unfoldOutputs());
  }

  static List<Spectrum> both(WeightedOperator operator) {
    return List.of(inputs(operator), outputs(operator));
  }
}
