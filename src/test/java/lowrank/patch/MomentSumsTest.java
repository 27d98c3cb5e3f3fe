package lowrank.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MomentSumsTest {
  @ParameterizedTest
  @CsvSource({"1, 0", "3, 2", "16, 1", "17, 20", "40, 5", "300, 20"})
  void streamingEqualsTheDefinition(int length, int outputs) {
    double[][] rows = Correlated.rows(Correlated.Kind.FULL, length + outputs, 3);
    var moments = Correlated.moments(Correlated.Kind.FULL, length, outputs, 3);
    assertThat(moments.count()).isEqualTo(rows.length);
    for (int j = 0; j < length; j++) {
      assertThat(moments.mean()[j]).isCloseTo(mean(rows, j), within(1e-12));
      for (int i = 0; i < length; i++) {
        assertThat(moments.covariance()[i * length + j])
            .isCloseTo(covariance(rows, i, j), within(1e-10));
      }
      for (int t = 0; t < outputs; t++) {
        assertThat(moments.cross()[t * length + j])
            .isCloseTo(covariance(rows, length + t, j), within(1e-10));
      }
    }
    for (int t = 0; t < outputs; t++) {
      assertThat(moments.responseMean()[t]).isCloseTo(mean(rows, length + t), within(1e-12));
    }
  }

  private static double mean(double[][] rows, int column) {
    double sum = 0;
    for (double[] row : rows) {
      sum += row[column];
    }
    return sum / rows.length;
  }

  private static double covariance(double[][] rows, int a, int b) {
    double first = mean(rows, a);
    double second = mean(rows, b);
    double sum = 0;
    for (double[] row : rows) {
      sum += (row[a] - first) * (row[b] - second);
    }
    return sum / rows.length;
  }
}
