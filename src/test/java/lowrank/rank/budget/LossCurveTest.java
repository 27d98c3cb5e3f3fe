package lowrank.rank.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossCurveTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void neverFallsWithTheError(int seed) {
    Random random = new Random(seed);
    List<LossCurve.Point> points = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      points.add(new LossCurve.Point(random.nextDouble(), random.nextDouble()));
    }
    LossCurve curve = new LossCurve(points);
    double last = 0;
    for (double error = 1e-6; error < 2; error *= 1.05) {
      assertThat(curve.at(error)).isGreaterThanOrEqualTo(last);
      last = curve.at(error);
    }
  }

  @Test
  void goesThroughMonotonePointsAndAlongAPowerBetweenThem() {
    LossCurve curve =
        new LossCurve(List.of(new LossCurve.Point(0.01, 0.001), new LossCurve.Point(0.04, 0.016)));

    assertThat(curve.at(0.01)).isCloseTo(0.001, within(1e-12));
    assertThat(curve.at(0.04)).isCloseTo(0.016, within(1e-12));
    assertThat(curve.at(0.02)).isCloseTo(0.004, within(1e-12));
    assertThat(curve.at(0.005)).isCloseTo(0.0005, within(1e-12));
    assertThat(curve.at(0.08)).isCloseTo(0.032, within(1e-12));
  }

  @Test
  void zeroErrorIsNextToNoLoss() {
    assertThat(new LossCurve(List.of(new LossCurve.Point(0.5, 0.5))).at(0)).isLessThan(1e-11);
  }
}
