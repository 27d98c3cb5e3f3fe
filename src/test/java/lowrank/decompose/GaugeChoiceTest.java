package lowrank.decompose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import lowrank.decompose.GaugeCandidates.Kind;
import lowrank.operator.WeightedOperator;
import lowrank.patch.Correlated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GaugeChoiceTest {
  private static final Set<Kind> ALL = EnumSet.allOf(Kind.class);

  static Stream<Arguments> cases() {
    return GaugeCases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theComposedKernelStays(
      Decomposition method, WeightedOperator operator, Correlated.Kind kind) {
    GaugedChain given = GaugeCases.chain(method, operator, kind);
    GaugedChain settled = new GaugeChoice(ALL).settle(given);
    assertThat(settled.chain().shapes()).isEqualTo(given.chain().shapes());
    for (double[] weights : settled.chain().weights()) {
      assertThat(Arrays.stream(weights).allMatch(Double::isFinite)).isTrue();
    }
    assertThat(given.chain().compose().relativeError(settled.chain().rounded().compose()))
        .isLessThan(1e-5);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void predictedNoiseDoesNotRiseAndMoreCandidatesDoNotHurtTheFirstBoundary(
      Decomposition method, WeightedOperator operator, Correlated.Kind kind) {
    GaugedChain given = GaugeCases.chain(method, operator, kind);
    double before = given.noise();
    assertThat(before).isPositive();
    for (Kind candidate : Kind.values()) {
      assertThat(new GaugeChoice(EnumSet.of(candidate)).settle(given).noise())
          .isLessThanOrEqualTo(before);
    }
    assertThat(new GaugeChoice(ALL).settle(given).noise()).isLessThanOrEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theSameDataGiveTheSameBytes(
      Decomposition method, WeightedOperator operator, Correlated.Kind kind) {
    List<double[]> once =
        new GaugeChoice(ALL).settle(GaugeCases.chain(method, operator, kind)).chain().weights();
    List<double[]> again =
        new GaugeChoice(ALL).settle(GaugeCases.chain(method, operator, kind)).chain().weights();
    for (int i = 0; i < once.size(); i++) {
      assertThat(again.get(i)).isEqualTo(once.get(i));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void depthwiseFactorsAreOnlyScaled(
      Decomposition method, WeightedOperator operator, Correlated.Kind kind) {
    GaugedChain given = GaugeCases.chain(method, operator, kind);
    GaugedChain settled = new GaugeChoice(ALL).settle(given);
    for (int factor = 0; factor < given.chain().shapes().size(); factor++) {
      FactorShape shape = given.chain().shapes().get(factor);
      if (shape.depthwise()) {
        for (int channel = 0; channel < shape.outputChannels(); channel++) {
          int taps = shape.window().taps();
          double[] before = slice(given, factor, channel * taps, taps);
          double[] after = slice(settled, factor, channel * taps, taps);
          assertThat(parallel(before, after)).isTrue();
        }
      }
    }
  }

  private static double[] slice(GaugedChain chain, int factor, int start, int length) {
    return Arrays.copyOfRange(chain.chain().weights().get(factor), start, start + length);
  }

  private static boolean parallel(double[] a, double[] b) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += a[i] * b[i];
      aa += a[i] * a[i];
      bb += b[i] * b[i];
    }
    return Math.abs(ab * ab - aa * bb) <= 1e-9 * aa * bb;
  }
}
