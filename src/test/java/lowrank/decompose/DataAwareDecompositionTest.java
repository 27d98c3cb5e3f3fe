package lowrank.decompose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import lowrank.operator.WeightedOperator;
import lowrank.patch.Correlated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every method must do when it knows the data. */
class DataAwareDecompositionTest {
  static Stream<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (Decomposition method : Decompositions.all()) {
      for (WeightedOperator operator : operators()) {
        if (method.obstacle(operator).isEmpty()) {
          for (Correlated.Kind kind : Correlated.Kind.values()) {
            cases.add(Arguments.of(method, operator, kind));
          }
        }
      }
    }
    return cases.stream();
  }

  private static List<WeightedOperator> operators() {
    return List.of(
        Kernels.convolution(6, 3, 3, 4, 1),
        Kernels.convolution(3, 3, 3, 9, 2),
        Kernels.convolution(5, 1, 5, 4, 4),
        Kernels.convolution(4, 3, 5, 5, 6),
        Kernels.convolution(7, 3, 3, 1, 8),
        Kernels.convolution(9, 1, 1, 12, 10),
        Kernels.dense(8, 20, 11));
  }

  private static ResponseMetric metric(WeightedOperator operator, Correlated.Kind kind) {
    return ResponseMetric.of(Correlated.moments(kind, Correlated.length(operator), 0, 5));
  }

  private static double error(
      WeightedOperator operator, ResponseMetric metric, Factorization result) {
    return new ResponseYardstick(KernelTensor.of(operator), metric)
        .relativeError(FactorChain.of(result.chain()).compose());
  }

  private static List<List<Integer>> someRanks(Decomposition method, WeightedOperator operator) {
    List<Integer> limits = method.rankLimits(operator);
    return List.of(
        Collections.nCopies(limits.size(), 1),
        limits.stream().map(limit -> (limit + 1) / 2).toList());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void responsesAreNoWorseThanWithoutData(
      Decomposition method, WeightedOperator operator, Correlated.Kind kind) {
    ResponseMetric metric = metric(operator, kind);
    for (List<Integer> ranks : someRanks(method, operator)) {
      Factorization aware = method.factorizer(operator, metric).factorize(ranks);
      Factorization free = method.factorize(operator, ranks);
      assertThat(aware.relativeError()).isCloseTo(error(operator, metric, aware), within(1e-6));
      assertThat(aware.relativeError()).isLessThanOrEqualTo(error(operator, metric, free) + 1e-6);
      for (WeightedOperator factor : aware.chain()) {
        assertThat(factor.weights().isFinite()).isTrue();
        assertThat(factor.bias().isFinite()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void fullRankReproducesTheResponses(
      Decomposition method, WeightedOperator operator, Correlated.Kind kind) {
    List<Integer> limits = method.rankLimits(operator);
    Factorization full = method.factorizer(operator, metric(operator, kind)).factorize(limits);
    assertThat(full.relativeError()).isLessThan(1e-5);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theSameDataGiveTheSameBytes(
      Decomposition method, WeightedOperator operator, Correlated.Kind kind) {
    List<Integer> ranks = someRanks(method, operator).get(1);
    assertThat(method.factorizer(operator, metric(operator, kind)).factorize(ranks))
        .isEqualTo(method.factorizer(operator, metric(operator, kind)).factorize(ranks));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void spectraHaveTheEnergyOfTheResponses(
      Decomposition method, WeightedOperator operator, Correlated.Kind kind) {
    ResponseMetric metric = metric(operator, kind);
    double energy = metric.squaredLength(KernelTensor.of(operator).unfoldOutputs());
    for (var spectrum : method.spectra(operator, metric)) {
      assertThat(spectrum.energy()).isCloseTo(energy, within(1e-6 * energy));
      assertThat(spectrum.singularValues())
          .isSortedAccordingTo(Collections.<Double>reverseOrder())
          .allMatch(value -> value >= 0);
    }
  }

  static Stream<Arguments> methods() {
    return cases().filter(c -> c.get()[2] == Correlated.Kind.NOTHING);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void whiteInputsGiveTheSolutionWithoutData(
      Decomposition method, WeightedOperator operator, Correlated.Kind nothing) {
    // Inputs that never change leave only the ridge, which is the same in every direction.
    ResponseMetric white = metric(operator, nothing);
    for (List<Integer> ranks : someRanks(method, operator)) {
      double aware = method.factorizer(operator, white).factorize(ranks).relativeError();
      double free = method.factorize(operator, ranks).relativeError();
      assertThat(aware).isBetween(free - 0.02, free + 1e-6);
      if (!method.name().startsWith("cp") && !method.name().equals("tucker2")) {
        assertThat(aware).isCloseTo(free, within(1e-6));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theBiasTakesTheMeanOver(
      Decomposition method, WeightedOperator operator, Correlated.Kind kind) {
    ResponseMetric metric = metric(operator, kind);
    List<WeightedOperator> chain =
        method.factorizer(operator, metric).factorize(someRanks(method, operator).get(0)).chain();
    double[] before = metric.meanResponse(KernelTensor.of(operator).unfoldOutputs());
    double[] after = metric.meanResponse(FactorChain.of(chain).compose().unfoldOutputs());
    for (int t = 0; t < before.length; t++) {
      double wanted = before[t] + operator.bias().at(t);
      double size = Math.abs(before[t]) + Math.abs(after[t]) + Math.abs(wanted);
      assertThat(after[t] + chain.get(chain.size() - 1).bias().at(t))
          .isCloseTo(wanted, within(1e-5 * (1 + size)));
    }
  }
}
