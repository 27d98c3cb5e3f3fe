package lowrank.decompose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import lowrank.patch.Correlated;
import lowrank.patch.MomentSums;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseMetricTest {
  private static final int LENGTH = 40;

  private static MomentSums.Moments independent(int patches) {
    Random random = new Random(patches);
    MomentSums sums = new MomentSums(LENGTH, 0);
    for (int i = 0; i < patches; i++) {
      sums.add(
          (x, from, y, none) -> {
            for (int j = 0; j < LENGTH; j++) {
              x[from + j] = random.nextGaussian();
            }
          });
    }
    return sums.moments();
  }

  private static double average(MomentSums.Moments moments) {
    double trace = 0;
    for (int i = 0; i < LENGTH; i++) {
      trace += moments.covariance()[i * LENGTH + i];
    }
    return trace / LENGTH;
  }

  @ParameterizedTest
  @ValueSource(ints = {LENGTH, 100, 4000})
  void enoughPatchesNeedOnlyTheLeastRidge(int patches) {
    MomentSums.Moments moments = independent(patches);
    assertThat(ResponseMetric.of(moments).ridge())
        .isCloseTo(1e-4 * average(moments), within(1e-15));
  }

  /** A fit learns noise in proportion to the weights for each patch. */
  @ParameterizedTest
  @CsvSource({"40, 0.5", "100, 0.2", "4000, 0.005", "400000, 1e-4"})
  void theRidgeOfAFitFallsWithThePatchesForEachWeight(int patches, double relative) {
    MomentSums.Moments moments = independent(patches);
    assertThat(ResponseMetric.ofFit(moments).ridge() / average(moments))
        .isCloseTo(relative, within(1e-12));
  }

  /** Of inputs that do not depend on each other nothing but their variance is worth keeping. */
  @ParameterizedTest
  @ValueSource(ints = {2, 5, 12, LENGTH - 1})
  void tooFewPatchesAreShrunkTowardsTheTruth(int patches) {
    MomentSums.Moments moments = independent(patches);
    double average = average(moments);
    double relative = ResponseMetric.of(moments).ridge() / average;
    double share = relative / (1 + relative);
    assertThat(share).isBetween(0.5, 0.9 + 1e-12);
    assertThat(distance(moments, share, share * average))
        .isLessThan(distance(moments, 0, 1e-4 * average));
  }

  /** Squared distance of (1 − share) · C + diagonal · I from the identity, the true covariance. */
  private static double distance(MomentSums.Moments moments, double share, double diagonal) {
    double sum = 0;
    for (int i = 0; i < LENGTH; i++) {
      for (int j = 0; j < LENGTH; j++) {
        double value = (1 - share) * moments.covariance()[i * LENGTH + j];
        double difference = i == j ? value + diagonal - 1 : value;
        sum += difference * difference;
      }
    }
    return sum;
  }

  @Test
  void inputsThatNeverChangeMakeEveryDirectionEqual() {
    MomentSums.Moments moments = Correlated.moments(Correlated.Kind.NOTHING, LENGTH, 0, 5);
    ResponseMetric metric = ResponseMetric.of(moments);
    assertThat(metric.ridge()).isEqualTo(1);
  }
}
