package lowrank.rank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.network.RankCurve.Spectrum;
import lowrank.network.RankCurves;
import lowrank.network.RankPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplicitRanksTest {
  private static final Spectrum SPECTRUM = Curves.spectrum(9, 1.0, 1.0);
  private static final RankCurves CURVES =
      new RankCurves(
          "auto",
          List.of(
              Curves.spectra("conv2", "tucker2", List.of(6, 16), SPECTRUM, SPECTRUM),
              Curves.spectra("fc1", "svd", List.of(120), SPECTRUM),
              Curves.spectra("/a=b/Conv", "cp", List.of(9), SPECTRUM, SPECTRUM)),
          Map.of("dw", "depthwise convolution"));

  @Test
  void readsRanksInOrder() {
    RankPlan plan = ExplicitRanks.parse("fc1=20, conv2=4,6,/a=b/Conv=3", CURVES);
    assertThat(plan.choices().keySet()).containsExactly("fc1", "conv2", "/a=b/Conv");
    assertThat(plan.choices().get("conv2"))
        .isEqualTo(new RankPlan.Choice("tucker2", List.of(4, 6)));
    assertThat(plan.choices().get("fc1")).isEqualTo(new RankPlan.Choice("svd", List.of(20)));
    assertThat(plan.choices().get("/a=b/Conv")).isEqualTo(new RankPlan.Choice("cp", List.of(3)));
  }

  @Test
  void tellsListsFromNames() {
    assertThat(ExplicitRanks.isList("conv2=4,6")).isTrue();
    assertThat(ExplicitRanks.isList("evbmf")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "conv2=4; BAD_OPTION; 2 ranks for layer conv2 with method tucker2",
        "fc1=4,5; BAD_OPTION; one rank for layer fc1 with method svd",
        "fc1=; BAD_OPTION; LAYER=RANK",
        "fc1=2,; BAD_OPTION; LAYER=RANK",
        "fc1=two; BAD_OPTION; LAYER=RANK",
        "fc1=2.5; BAD_OPTION; LAYER=RANK",
        "4,fc1=2; BAD_OPTION; LAYER=RANK",
        "fc1=2,fc1=3; BAD_OPTION; LAYER=RANK",
        "fc1=99999999999; BAD_OPTION; LAYER=RANK",
        "fc9=2; UNKNOWN_LAYER; conv2, fc1, /a=b/Conv",
        "=2; UNKNOWN_LAYER; conv2, fc1",
        "dw=2; METHOD_NOT_APPLICABLE; method auto does not apply (depthwise convolution)",
        "fc1=0; RANK_OUT_OF_RANGE; rank 0 is outside 1 to 120",
        "fc1=-3; RANK_OUT_OF_RANGE; rank -3 is outside 1 to 120",
        "fc1=121; RANK_OUT_OF_RANGE; rank 121 is outside 1 to 120",
        "conv2=6,17; RANK_OUT_OF_RANGE; rank 17 is outside 1 to 16",
      })
  void refusesWhatItCannotRead(String text, Fault fault, String message) {
    assertThatThrownBy(() -> ExplicitRanks.parse(text, CURVES))
        .isInstanceOfSatisfying(CompileException.class, e -> assertThat(e.fault()).isEqualTo(fault))
        .hasMessageContaining(message);
  }
}
