package lowrank.decompose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lowrank.diagnostic.CompileException;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.network.RankCurve;
import lowrank.network.RankCurves;
import lowrank.network.RankPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RankAnalyzerTest {
  private static final Network NETWORK = DecomposerTest.network("clip");

  @ParameterizedTest
  @CsvSource({
    "auto,tucker2",
    "tucker2,tucker2",
    "tucker1-in,tucker1-in",
    "spatial,spatial",
    "cp,cp"
  })
  void denseAndPointLayersGetSvd(String requested, String method) {
    RankCurves curves = RankAnalyzer.analyze(NETWORK, requested);
    assertThat(curves.method()).isEqualTo(requested);
    assertThat(curves.layers()).containsExactly("conv1", "point", "fc");
    assertThat(curves.curves()).extracting(RankCurve::method).containsExactly(method, "svd", "svd");
    assertThat(curves.obstacles()).hasToString("{dw=depthwise convolution}");
  }

  @Test
  void svdLeavesKernelsOfSeveralPointsAlone() {
    RankCurves curves = RankAnalyzer.analyze(NETWORK, "svd");
    assertThat(curves.layers()).containsExactly("point", "fc");
    assertThat(curves.obstacles()).containsOnlyKeys("conv1", "dw");
    assertThat(curves.obstacles().get("conv1")).contains("several points");
  }

  @Test
  void noneFindsNothingToDo() {
    RankCurves curves = RankAnalyzer.analyze(NETWORK, "none");
    assertThat(curves.curves()).isEmpty();
    assertThat(curves.obstacles()).containsOnlyKeys("conv1", "dw", "point", "fc");
  }

  @Test
  void anUnknownMethodIsRefused() {
    assertThatThrownBy(() -> RankAnalyzer.analyze(NETWORK, "qr"))
        .isInstanceOf(CompileException.class)
        .hasMessageContaining("qr")
        .hasMessageContaining("tucker1-out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tucker2", "tucker1-in", "tucker1-out", "spatial", "cp", "cp3"})
  void everyStepCostsWhatTheNetworkThenCosts(String method) {
    Decomposer decomposer = new Decomposer();
    for (RankCurve curve : RankAnalyzer.analyze(NETWORK, method).curves()) {
      for (RankCurve.Step step : curve.ladder()) {
        RankPlan plan = RankPlan.EMPTY.with(curve.layer(), curve.choice(step.ranks()));
        boolean stays = step.multiplies() > curve.multiplies() && step.bytes() > curve.bytes();
        assertThat(decomposer.effective(NETWORK, plan).choices().isEmpty()).isEqualTo(stays);
        if (!stays) {
          assertThat(decomposer.apply(NETWORK, plan).multiplies())
              .isEqualTo(NETWORK.multiplies() - curve.multiplies() + step.multiplies());
        }
      }
    }
  }

  @Test
  void theLadderRaisesOneRankAtATimeUpToTheLimits() {
    RankCurve curve = RankAnalyzer.analyze(NETWORK, "tucker2").curve("conv1").orElseThrow();
    assertThat(curve.limits()).containsExactly(4, 8);
    assertThat(curve.ladder()).hasSize(11);
    assertThat(curve.ladder().get(0).ranks()).containsExactly(1, 1);
    assertThat(curve.ladder().get(10).ranks()).containsExactly(4, 8);
    for (int i = 1; i < curve.ladder().size(); i++) {
      List<Integer> before = curve.ladder().get(i - 1).ranks();
      List<Integer> now = curve.ladder().get(i).ranks();
      assertThat(now.get(0) + now.get(1)).isEqualTo(before.get(0) + before.get(1) + 1);
      double first = curve.spectra().get(0).singularValue(before.get(0));
      double second = curve.spectra().get(1).singularValue(before.get(1));
      boolean firstRaised = now.get(0) > before.get(0);
      assertThat(firstRaised)
          .isEqualTo(before.get(0) < 4 && (before.get(1) == 8 || first >= second));
    }
  }

  @Test
  void breakEvenOfAMatrixIsTheProductOverTheSum() {
    // 150 x 10: 1500 / 160 = 9.375.
    RankCurve curve = RankAnalyzer.analyze(NETWORK, "auto").curve("fc").orElseThrow();
    assertThat(curve.multiplies()).isEqualTo(1500);
    assertThat(curve.bytes()).isEqualTo(1500 + 9 * 10);
    assertThat(curve.savingSteps()).isEqualTo(9);
    assertThat(curve.lastSavingMultiplies().orElseThrow().ranks()).containsExactly(9);
    // Every intermediate channel costs another 9 bytes: 1500 / 169 = 8.87.
    assertThat(curve.lastSavingBytes().orElseThrow().ranks()).containsExactly(8);
  }

  @Test
  void withAStrideTheFirstFactorOfTucker2RunsAtInputResolution() {
    RankCurve curve = RankAnalyzer.analyze(NETWORK, "tucker2").curve("conv1").orElseThrow();
    assertThat(curve.multiplies()).isEqualTo(25 * 9 * 4 * 8);
    assertThat(curve.ladder().get(0).multiplies()).isEqualTo(100 * 4 + 25 * 9 + 25 * 8);
  }

  @Test
  void factorsAreNotOffered() {
    RankPlan plan = RankPlan.EMPTY.with("fc", new RankPlan.Choice("svd", List.of(2)));
    Network once = new Decomposer().apply(NETWORK, plan);
    RankCurves curves = RankAnalyzer.analyze(once, "auto");
    assertThat(once.layers()).extracting(Layer::name).contains("fc.1");
    assertThat(curves.layers()).containsExactly("conv1", "point");
    assertThat(curves.obstacles().get("fc.1")).isEqualTo("it is already a factor of fc");
  }
}
