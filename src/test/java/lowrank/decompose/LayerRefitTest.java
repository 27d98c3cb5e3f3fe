package lowrank.decompose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import lowrank.operator.WeightedOperator;
import lowrank.patch.Correlated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LayerRefitTest {
  static Stream<Arguments> cases() {
    return DataAwareDecompositionTest.cases();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void neverRaisesTheObjective(
      Decomposition method, WeightedOperator operator, Correlated.Kind kind) {
    var moments =
        Correlated.moments(kind, Correlated.length(operator), operator.outputChannels(), 9);
    KernelTensor kernel = KernelTensor.of(operator);
    LayerRefit refit = new LayerRefit(kernel, moments);
    List<Integer> ranks =
        method.rankLimits(operator).stream().map(limit -> (limit + 1) / 2).toList();
    List<WeightedOperator> chain = method.factorize(operator, ranks).chain();
    double scale =
        refit.excess(kernel) + refit.excess(kernel.withValues(new double[kernel.values().length]));
    ResponseMetric metric = ResponseMetric.of(moments);
    double before = refit.excess(FactorChain.of(chain).compose()) + penalty(chain, metric);
    List<WeightedOperator> refitted = refit.refit(chain);
    double after = refit.excess(FactorChain.of(refitted).compose()) + penalty(refitted, metric);
    assertThat(after).isLessThanOrEqualTo(before + 1e-9 * scale);
    assertThat(refitted).allMatch(f -> f.weights().isFinite() && f.bias().isFinite());
  }

  /** What rounding the last intermediate is expected to put on the responses. */
  private static double penalty(List<WeightedOperator> operators, ResponseMetric metric) {
    FactorChain chain = FactorChain.of(operators);
    return RoundingPenalty.concerns(chain) ? RoundingPenalty.of(chain, metric) : 0;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aLayerThatStandsTakesTheBestKernel(
      Decomposition method, WeightedOperator operator, Correlated.Kind kind) {
    var moments =
        Correlated.moments(kind, Correlated.length(operator), operator.outputChannels(), 9);
    KernelTensor kernel = KernelTensor.of(operator);
    LayerRefit refit = new LayerRefit(kernel, moments);
    List<WeightedOperator> refitted = refit.refit(List.of(operator));
    assertThat(refit.excess(FactorChain.of(refitted).compose()))
        .isLessThanOrEqualTo(1e-6 * (1 + refit.excess(kernel)));
    assertThat(refitted.get(0).bias().isFinite()).isTrue();
  }
}
