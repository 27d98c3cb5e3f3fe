package lowrank.decompose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import lowrank.operator.Conv2d;
import lowrank.operator.WeightedOperator;
import lowrank.patch.Correlated;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundingPenaltyTest {
  private static ResponseMetric metric(WeightedOperator operator) {
    return ResponseMetric.of(
        Correlated.moments(Correlated.Kind.FULL, Correlated.length(operator), 0, 5));
  }

  private static Decomposition method(String name) {
    return Decompositions.named(name);
  }

  /** Noise of each channel of the last intermediate, alone on its way through the last factor. */
  @ParameterizedTest
  @ValueSource(strings = {"cp", "cp3"})
  void itIsTheEnergyOfNoiseBehindTheLastFactor(String method) {
    Conv2d operator = Kernels.convolution(6, 3, 3, 4, 1);
    ResponseMetric metric = metric(operator);
    FactorChain chain = FactorChain.of(method(method).factorize(operator, List.of(5)).chain());
    int last = chain.shapes().size() - 1;
    double[] reader = chain.weights().get(last);
    double[] whole = chain.compose(0, last).values();
    double noise = 0;
    for (int r = 0; r < 5; r++) {
      double[] row = Arrays.copyOfRange(whole, r * whole.length / 5, (r + 1) * whole.length / 5);
      double signal = metric.squaredLength(DMatrixRMaj.wrap(1, row.length, row));
      for (int t = 0; t < 6; t++) {
        noise += RoundingPenalty.NOISE * signal * reader[t * 5 + r] * reader[t * 5 + r];
      }
    }

    assertThat(RoundingPenalty.concerns(chain)).isTrue();
    assertThat(RoundingPenalty.of(chain, metric)).isCloseTo(noise, within(1e-9 * noise));
  }

  /** With the other factors as they are, no other last factor has a lower objective. */
  @ParameterizedTest
  @ValueSource(strings = {"cp", "cp3"})
  void theLastFactorIsTheBestForBoth(String method) {
    Conv2d operator = Kernels.convolution(6, 3, 3, 4, 1);
    ResponseMetric metric = metric(operator);
    KernelTensor target = KernelTensor.of(operator);
    FactorChain start = FactorChain.of(method(method).factorize(operator, List.of(5)).chain());
    FactorChain fitted = new ResponseFit(target, metric).improve(start, ResponseFit.Effort.REFIT);
    int last = fitted.shapes().size() - 1;
    double least = objective(target, fitted, metric);
    Random random = new Random(4);
    for (int trial = 0; trial < 50; trial++) {
      double[] other = fitted.weights().get(last).clone();
      Arrays.setAll(other, i -> other[i] * (1 + 1e-3 * random.nextGaussian()));
      assertThat(objective(target, fitted.with(last, other), metric)).isGreaterThan(least);
    }
    assertThat(least).isLessThan(objective(target, start, metric));
  }

  private static double objective(KernelTensor target, FactorChain chain, ResponseMetric metric) {
    double energy = metric.squaredLength(target.unfoldOutputs());
    double error = new ResponseFit(target, metric).relativeSquaredError(chain.compose());
    return energy * error + RoundingPenalty.of(chain, metric);
  }

  @ParameterizedTest
  @ValueSource(strings = {"spatial", "tucker1-in", "tucker1-out"})
  void chainsWhoseGaugeIsFreeHaveNone(String method) {
    Conv2d operator = Kernels.convolution(6, 3, 3, 4, 1);
    FactorChain chain = FactorChain.of(method(method).factorize(operator, List.of(2)).chain());

    assertThat(RoundingPenalty.concerns(chain)).isFalse();
  }

  /**
   * a⊗a⊗b + a⊗b⊗a + b⊗a⊗a over outputs, points and inputs: what a model of rank two gains by larger
   * components, rounding takes.
   */
  @Test
  void theRefitOfComponentsThatCancelMakesThemSmaller() {
    double[] values = new double[2 * 2 * 2];
    for (int[] ones : new int[][] {{0, 0, 1}, {0, 1, 0}, {1, 0, 0}}) {
      values[ones[0] * 4 + ones[1] * 2 + ones[2]] = 1;
    }
    Conv2d operator = Kernels.convolution(2, 1, 2, 2, 3);
    WeightedOperator kernel =
        operator.withWeights(Tensor.fromDoubles(Shape.of(2, 1, 2, 2), values), operator.bias());
    ResponseMetric metric = metric(operator);
    KernelTensor target = KernelTensor.of(kernel);
    FactorChain chain =
        FactorChain.of(method("cp").factorizer(kernel, metric).factorize(List.of(2)).chain());
    FactorChain refitted = new ResponseFit(target, metric).improve(chain, ResponseFit.Effort.REFIT);
    assertThat(RoundingPenalty.of(refitted, metric)).isLessThan(RoundingPenalty.of(chain, metric));
  }
}
