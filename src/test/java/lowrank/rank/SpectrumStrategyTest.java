package lowrank.rank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.network.RankCurve;
import lowrank.network.RankCurve.Spectrum;
import lowrank.network.RankPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpectrumStrategyTest {
  private static RankPlan select(String strategy, double energy, RankCurve curve) {
    Evaluator none =
        plan -> {
          throw new AssertionError("accuracy is not measured");
        };
    RankSettings settings = new RankSettings(none, 0.01, energy, SearchProgress.SILENT);
    return RankStrategies.named(strategy).select(List.of(curve), settings);
  }

  /** Energies 16, 4, 4, 1 of 25. */
  private static final Spectrum SPECTRUM = Curves.spectrum(9, 4.0, 2.0, 2.0, 1.0);

  @ParameterizedTest
  @CsvSource({"0.1,1", "0.64,1", "0.65,2", "0.8,2", "0.81,3", "0.96,3", "0.97,4", "1,4"})
  void energyKeepsTheSmallestRankWithItsShare(double share, int rank) {
    RankCurve curve = Curves.spectra("fc", "svd", List.of(4), SPECTRUM);
    assertThat(select("energy", share, curve).choices().get("fc").ranks()).containsExactly(rank);
  }

  @Test
  void eachRankHasItsUnfolding() {
    Spectrum other = Curves.spectrum(9, 1.0, 1.0, 1.0, 1.0);
    RankCurve curve = Curves.spectra("c", "tucker2", List.of(4, 4), SPECTRUM, other);
    assertThat(select("energy", 0.75, curve).choices().get("c"))
        .isEqualTo(new RankPlan.Choice("tucker2", List.of(2, 3)));
  }

  @Test
  void aSingleRankTakesTheLargestOfItsUnfoldings() {
    Spectrum other = Curves.spectrum(9, 1.0, 1.0, 1.0, 1.0);
    RankCurve curve = Curves.spectra("c", "cp", List.of(20), SPECTRUM, other);
    assertThat(select("energy", 0.75, curve).choices().get("c").ranks()).containsExactly(3);
    RankCurve limited = Curves.spectra("c", "cp", List.of(2), SPECTRUM, other);
    assertThat(select("energy", 0.75, limited).choices().get("c").ranks()).containsExactly(2);
  }

  @Test
  void evbmfEstimatesEveryUnfolding() {
    Spectrum inputs = Spectrums.lowRankPlusNoise(20, 90, 3, 1.5, 0.5, 1);
    Spectrum outputs = Spectrums.lowRankPlusNoise(30, 60, 7, 1.5, 0.5, 2);
    RankCurve tucker = Curves.spectra("c", "tucker2", List.of(20, 30), inputs, outputs);
    assertThat(select("evbmf", 1, tucker).choices().get("c").ranks()).containsExactly(3, 7);
    RankCurve cp = Curves.spectra("c", "cp", List.of(60), inputs, outputs);
    assertThat(select("evbmf", 1, cp).choices().get("c").ranks()).containsExactly(7);
  }

  @ParameterizedTest
  @CsvSource({"evbmf", "energy"})
  void rankZeroBecomesOne(String strategy) {
    Spectrum zero = new Spectrum("S", 4, 9, Collections.nCopies(4, 0.0));
    RankCurve curve = Curves.spectra("c", "tucker2", List.of(4, 4), zero, zero);
    assertThat(select(strategy, 0.9, curve).choices().get("c").ranks()).containsExactly(1, 1);
  }

  @ParameterizedTest
  @CsvSource({"1,0.5", "-0.1,0.5", "NaN,0.5", "0.1,0", "0.1,1.1", "0.1,NaN"})
  void refusesSharesOutsideTheirRange(double drop, double energy) {
    assertThatThrownBy(() -> new RankSettings(plan -> 1, drop, energy, SearchProgress.SILENT))
        .isInstanceOfSatisfying(
            CompileException.class, e -> assertThat(e.fault()).isEqualTo(Fault.BAD_OPTION));
  }

  @Test
  void anUnknownStrategyIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> RankStrategies.named("magic"))
        .isInstanceOf(CompileException.class)
        .hasMessageContaining("magic")
        .hasMessageContaining("naive, brute-force, binary-search, evbmf, energy");
  }
}
