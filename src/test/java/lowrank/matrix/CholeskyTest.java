package lowrank.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.MatrixFeatures_DDRM;
import org.ejml.dense.row.RandomMatrices_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CholeskyTest {
  /** Sizes of one block, of whole blocks, and with a rest. */
  @ParameterizedTest
  @CsvSource({"1, 1", "5, 3", "48, 1", "49, 7", "96, 20", "150, 64", "300, 10"})
  void solvesTheEquations(int size, int columns) {
    Random random = new Random(size);
    DMatrixRMaj matrix = RandomMatrices_DDRM.symmetricPosDef(size, random);
    DMatrixRMaj expected = RandomMatrices_DDRM.rectangle(size, columns, -1, 1, random);
    DMatrixRMaj right = LinearAlgebra.multiply(matrix, expected);
    DMatrixRMaj given = right.copy();
    DMatrixRMaj solved = Cholesky.of(matrix).orElseThrow().solve(right);
    assertThat(MatrixFeatures_DDRM.isEquals(solved, expected, 1e-8)).isTrue();
    assertThat(right.data).isEqualTo(given.data);
  }

  @ParameterizedTest
  @CsvSource({"5, 0", "100, 0", "100, 60", "100, 99"})
  void isEmptyForWhatIsNotPositive(int size, int index) {
    DMatrixRMaj matrix = CommonOps_DDRM.identity(size);
    matrix.set(index, index, -1);
    assertThat(Cholesky.of(matrix)).isEmpty();
  }

  @Test
  void singularMatricesGetAsMuchAsTheyNeedOnTheDiagonal() {
    DMatrixRMaj tall = RandomMatrices_DDRM.rectangle(90, 20, new Random(2));
    DMatrixRMaj singular = LinearAlgebra.gramOfRows(tall);
    DMatrixRMaj right = LinearAlgebra.multiply(singular, tall);
    DMatrixRMaj solved = LinearAlgebra.cholesky(singular).solve(right);
    DMatrixRMaj again = LinearAlgebra.multiply(singular, solved);
    assertThat(MatrixFeatures_DDRM.isEquals(again, right, 1e-6)).isTrue();
  }
}
