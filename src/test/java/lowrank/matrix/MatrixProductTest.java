package lowrank.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.MatrixFeatures_DDRM;
import org.ejml.dense.row.RandomMatrices_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MatrixProductTest {
  private static final int CASES = 60;

  static Stream<Long> seeds() {
    return IntStream.range(0, CASES).mapToObj(seed -> (long) seed);
  }

  /** Sizes that are no multiples of the blocks, large ones among them. */
  private static int size(Random random, long seed) {
    return 1 + random.nextInt(seed % 10 == 0 ? 200 : 40);
  }

  private static DMatrixRMaj matrix(Random random, int rows, int columns) {
    return RandomMatrices_DDRM.rectangle(rows, columns, -1, 1, random);
  }

  /** Zeros on the left. */
  @ParameterizedTest
  @MethodSource("seeds")
  void equalsTheLibrarysProduct(long seed) {
    Random random = new Random(seed);
    int depth = size(random, seed);
    DMatrixRMaj left = matrix(random, size(random, seed), depth);
    DMatrixRMaj right = matrix(random, depth, size(random, seed));
    for (int i = 0; i < left.data.length; i++) {
      left.data[i] = random.nextInt(3) == 0 ? left.data[i] : 0;
    }
    DMatrixRMaj expected = new DMatrixRMaj(left.numRows, right.numCols);
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
    for (int row = 0; row < left.numRows; row += 26) {
      DMatrixRMaj part = CommonOps_DDRM.extract(left, row, row + 26, 0, left.numCols);
      DMatrixRMaj rows = CommonOps_DDRM.extract(whole, row, row + 26, 0, whole.numCols);
      assertThat(MatrixProduct.of(part, right).data).isEqualTo(rows.data);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void transposedEqualsTheLibrarysProduct(long seed) {
    Random random = new Random(seed);
    int depth = size(random, seed);
    DMatrixRMaj left = matrix(random, depth, size(random, seed));
    DMatrixRMaj right = matrix(random, depth, size(random, seed));
    DMatrixRMaj expected = new DMatrixRMaj(left.numCols, right.numCols);
    CommonOps_DDRM.multTransA(left, right, expected);
    assertThat(
            MatrixFeatures_DDRM.isEquals(MatrixProduct.ofTransposed(left, right), expected, 1e-12))
        .isTrue();
    double[] sum = expected.data.clone();
    MatrixProduct.addTransposed(left.data, right.data, depth, left.numCols, right.numCols, sum);
    CommonOps_DDRM.scale(2, expected);
    assertThat(sum).containsExactly(expected.data, offset(1e-12));
  }

  /** Sizes below one stripe, of whole stripes, and with a rest; arrays longer than the matrix. */
  @ParameterizedTest
  @CsvSource({"5, 1", "64, 27", "256, 144", "256, 145", "100, 300", "3, 433"})
  void gramIsAddedAboveTheDiagonal(int depth, int size) {
    DMatrixRMaj matrix = matrix(new Random(size), depth + 7, size);
    DMatrixRMaj used = CommonOps_DDRM.extract(matrix, 0, depth, 0, size);
    DMatrixRMaj expected = new DMatrixRMaj(size, size);
    CommonOps_DDRM.multInner(used, expected);
    double[] sum = new double[size * size];
    Arrays.fill(sum, 1);
    MatrixProduct.addGram(matrix.data, depth, size, sum);
    for (int i = 0; i < size; i++) {
      for (int j = i; j < size; j++) {
        assertThat(sum[i * size + j] - 1).isCloseTo(expected.get(i, j), within(1e-11));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"37, 29", "170, 130"})
  void gramMatricesAreSymmetricToTheBit(int rows, int columns) {
    DMatrixRMaj matrix = RandomMatrices_DDRM.rectangle(rows, columns, new Random(3));
    DMatrixRMaj gram = LinearAlgebra.gramOfColumns(matrix);
    assertThat(LinearAlgebra.transpose(gram).data).isEqualTo(gram.data);
  }

  @Test
  void refusesSizesThatDoNotFit() {
    assertThatThrownBy(() -> MatrixProduct.of(new DMatrixRMaj(2, 3), new DMatrixRMaj(2, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("3 columns, 2 rows");
    assertThatThrownBy(
            () -> MatrixProduct.ofTransposed(new DMatrixRMaj(2, 3), new DMatrixRMaj(3, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 rows, 3 rows");
  }
}
