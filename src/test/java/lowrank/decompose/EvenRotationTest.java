package lowrank.decompose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lowrank.matrix.LinearAlgebra;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.MatrixFeatures_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EvenRotationTest {
  /** Symmetric matrices: dense, diagonal, of low rank, zero, and of eigenvalues far apart. */
  static Stream<DMatrixRMaj> matrices() {
    return IntStream.of(1, 2, 3, 5, 8, 16, 33)
        .boxed()
        .flatMap(size -> Stream.of(dense(size), steep(size), oneDirection(size), zero(size)));
  }

  private static DMatrixRMaj dense(int size) {
    Random random = new Random(size);
    DMatrixRMaj matrix = new DMatrixRMaj(size, size);
    for (int i = 0; i < size * size; i++) {
      matrix.data[i] = random.nextGaussian();
    }
    return LinearAlgebra.gramOfRows(matrix);
  }

  private static DMatrixRMaj steep(int size) {
    return CommonOps_DDRM.diag(
        IntStream.range(0, size).mapToDouble(i -> StrictMath.pow(10, -i)).toArray());
  }

  private static DMatrixRMaj oneDirection(int size) {
    DMatrixRMaj matrix = zero(size);
    matrix.set(0, 0, 3);
    return matrix;
  }

  private static DMatrixRMaj zero(int size) {
    return new DMatrixRMaj(size, size);
  }

  @ParameterizedTest
  @MethodSource("matrices")
  void allDiagonalEntriesBecomeTheMean(DMatrixRMaj matrix) {
    check(matrix, EvenRotation.of(matrix));
    check(matrix, EvenRotation.of(matrix, 0));
    check(matrix, EvenRotation.of(matrix, 1));
  }

  private static void check(DMatrixRMaj matrix, DMatrixRMaj rotation) {
    DMatrixRMaj unit = LinearAlgebra.gramOfRows(rotation);
    assertThat(MatrixFeatures_DDRM.isIdentity(unit, 1e-12)).isTrue();
    DMatrixRMaj turned =
        LinearAlgebra.multiplyByTransposed(LinearAlgebra.multiply(rotation, matrix), rotation);
    double trace = CommonOps_DDRM.trace(matrix);
    for (int i = 0; i < matrix.numRows; i++) {
      assertThat(turned.get(i, i)).isCloseTo(trace / matrix.numRows, within(1e-12 * (1 + trace)));
    }
  }

  @Test
  void variantsDifferAndAreTheSameEveryTime() {
    DMatrixRMaj matrix = dense(6);
    assertThat(EvenRotation.of(matrix, 0).data).isEqualTo(EvenRotation.of(matrix, 0).data);
    assertThat(EvenRotation.of(matrix, 0).data).isNotEqualTo(EvenRotation.of(matrix, 1).data);
  }
}
