package lowrank.decompose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import lowrank.fixed.Range;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RectifiedResponsesTest {
  private static double clamp(Range range, double value) {
    return Math.max(range.minimum(), Math.min(range.maximum(), value));
  }

  private static double cost(
      Range range, double closeness, double wanted, double present, double z) {
    double loss = clamp(range, wanted) - clamp(range, z);
    return loss * loss + closeness * (z - present) * (z - present);
  }

  @ParameterizedTest
  @CsvSource({"relu,0.3", "relu,1", "relu6,0.3", "relu6,1", "all,1"})
  void noOtherResponseIsBetter(String name, double closeness) {
    Range range = name.equals("relu") ? Range.RELU : name.equals("relu6") ? Range.RELU6 : Range.ALL;
    RectifiedResponses responses =
        new RectifiedResponses(range, new DMatrixRMaj(1, 1), new double[1], closeness);
    for (double wanted = -5; wanted <= 12; wanted += 0.37) {
      for (double present = -5; present <= 12; present += 0.41) {
        double found =
            cost(
                range,
                closeness,
                wanted,
                present,
                responses.auxiliary(clamp(range, wanted), present));
        double least = Double.POSITIVE_INFINITY;
        for (double z = -6; z <= 13; z += 0.01) {
          least = Math.min(least, cost(range, closeness, wanted, present, z));
        }
        assertThat(found).isLessThanOrEqualTo(least + 1e-12);
        assertThat(found).isCloseTo(least, within(1e-3));
      }
    }
  }
}
