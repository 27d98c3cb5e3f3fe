package lowrank.decompose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.MatrixFeatures_DDRM;
import org.ejml.dense.row.RandomMatrices_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MatrixProductTest {
  private static final int CASES = 60;

  static Stream<Long> seeds() {
    return IntStream.range(0, CASES).mapToObj(seed -> (long) seed);
  }

  /** Sizes that are no multiples of the blocks, zeros on the left, large ones among them. */
  @ParameterizedTest
  @MethodSource("seeds")
  void equalsTheLibrarysProduct(long seed) {
    Random random = new Random(seed);
    int most = seed % 10 == 0 ? 200 : 40;
    int rows = 1 + random.nextInt(most);
    int depth = 1 + random.nextInt(most);
    DMatrixRMaj left = RandomMatrices_DDRM.rectangle(rows, depth, -1, 1, random);
    DMatrixRMaj right =
        RandomMatrices_DDRM.rectangle(depth, 1 + random.nextInt(most), -1, 1, random);
    for (int i = 0; i < left.data.length; i++) {
      left.data[i] = random.nextInt(3) == 0 ? left.data[i] : 0;
    }
    DMatrixRMaj expected = new DMatrixRMaj(rows, right.numCols);
    CommonOps_DDRM.mult(left, right, expected);
    assertThat(MatrixFeatures_DDRM.isEquals(MatrixProduct.of(left, right), expected, 1e-12))
        .isTrue();
  }

  @Test
  void rowsDoNotDependOnWhichOthersAreComputed() {
    Random random = new Random(7);
    DMatrixRMaj left = RandomMatrices_DDRM.rectangle(130, 170, random);
    DMatrixRMaj right = RandomMatrices_DDRM.rectangle(170, 210, random);
    DMatrixRMaj whole = MatrixProduct.of(left, right);
    for (int row = 0; row < left.numRows; row += 10) {
      DMatrixRMaj part = CommonOps_DDRM.extract(left, row, row + 10, 0, left.numCols);
      DMatrixRMaj rows = CommonOps_DDRM.extract(whole, row, row + 10, 0, whole.numCols);
      assertThat(MatrixProduct.of(part, right).data).isEqualTo(rows.data);
    }
  }

  @Test
  void gramMatricesAreSymmetricToTheBit() {
    DMatrixRMaj matrix = RandomMatrices_DDRM.rectangle(37, 29, new Random(3));
    DMatrixRMaj gram = LinearAlgebra.gramOfColumns(matrix);
    assertThat(LinearAlgebra.transpose(gram).data).isEqualTo(gram.data);
  }

  @Test
  void refusesSizesThatDoNotFit() {
    assertThatThrownBy(() -> MatrixProduct.of(new DMatrixRMaj(2, 3), new DMatrixRMaj(2, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("3 columns, 2 rows");
  }
}
