package lowrank.rank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import lowrank.network.RankCurve.Spectrum;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvbmfTest {
  @ParameterizedTest
  @CsvSource({"30,30,5,1", "30,90,5,1", "30,90,12,1", "16,144,4,0.5", "64,72,1,1", "40,200,10,2"})
  void recoversTheRankUnderNoise(int rows, int columns, int rank, double noise) {
    for (long seed = 1; seed <= 10; seed++) {
      Spectrum spectrum = Spectrums.lowRankPlusNoise(rows, columns, rank, 1.5, noise, seed);
      assertThat(Evbmf.rank(spectrum)).as("seed %d", seed).isEqualTo(rank);
      assertThat(Evbmf.noiseVariance(spectrum))
          .isCloseTo(noise * noise, within(0.25 * noise * noise));
    }
  }

  @Test
  void findsNothingInPureNoise() {
    for (long seed = 1; seed <= 20; seed++) {
      assertThat(Evbmf.rank(Spectrums.lowRankPlusNoise(25, 75, 1, 0, 1, seed))).isZero();
    }
  }

  @Test
  void doesNotSeeASignalFarBelowTheNoise() {
    for (long seed = 1; seed <= 10; seed++) {
      assertThat(Evbmf.rank(Spectrums.lowRankPlusNoise(30, 60, 3, 0.01, 1, seed))).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"1e-10", "1e-3", "1e6"})
  void theScaleDoesNotMatter(double scale) {
    Spectrum spectrum = Spectrums.lowRankPlusNoise(20, 50, 4, 1, 0.7, 3);
    List<Double> values = spectrum.singularValues().stream().map(v -> v * scale).toList();
    Spectrum scaled = new Spectrum("scaled", 20, 50, values);
    assertThat(Evbmf.rank(scaled)).isEqualTo(Evbmf.rank(spectrum)).isEqualTo(4);
    assertThat(Evbmf.noiseVariance(scaled) / (scale * scale))
        .isCloseTo(Evbmf.noiseVariance(spectrum), within(1e-6));
  }

  @Test
  void countsTheSingularValuesWhereThereIsNoNoise() {
    Spectrum spectrum = new Spectrum("exact", 6, 9, List.of(5.0, 2.0, 1.0, 0.0, 0.0, 0.0));
    assertThat(Evbmf.rank(spectrum)).isEqualTo(3);
  }

  @Test
  void aZeroMatrixHasRankZero() {
    assertThat(Evbmf.rank(new Spectrum("zero", 3, 4, Collections.nCopies(3, 0.0)))).isZero();
  }

  @Test
  void aSingleValueCanBeAllNoise() {
    assertThat(Evbmf.rank(new Spectrum("row", 1, 1, List.of(2.0)))).isBetween(0, 1);
    assertThat(Evbmf.rank(new Spectrum("row", 1, 9, List.of(2.0)))).isBetween(0, 1);
  }

  @ParameterizedTest
  @CsvSource({"8,8,2,1", "8,24,3,2", "12,30,0,3", "5,60,4,4", "15,16,6,5", "3,4,1,6"})
  void isTheMinimumOfTheFreeEnergy(int rows, int columns, int rank, long seed) {
    Spectrum spectrum = Spectrums.lowRankPlusNoise(rows, columns, rank, 1, 0.6, seed);
    VariationalBayes slow = new VariationalBayes(spectrum);
    double estimate = Evbmf.noiseVariance(spectrum);
    double least = slow.freeEnergy(estimate);
    assertThat(Evbmf.rank(spectrum)).isEqualTo(slow.rank(estimate));
    for (double factor = 0.1; factor < 10; factor *= 1.13) {
      double variance = estimate * factor;
      double energy = slow.freeEnergy(variance);
      assertThat(columns * Evbmf.freeEnergy(spectrum, variance))
          .isCloseTo(energy, within(1e-6 * Math.abs(energy)));
      if (variance < spectrum.energy() / (rows * (double) columns)) {
        assertThat(energy).isGreaterThanOrEqualTo(least - 1e-6 * Math.abs(least));
      }
    }
  }

  @Test
  void keepsWhatTheSlowSolutionKeepsAtEveryNoise() {
    Spectrum spectrum = Spectrums.lowRankPlusNoise(10, 25, 4, 1, 0.8, 7);
    VariationalBayes slow = new VariationalBayes(spectrum);
    for (double variance = 0.05; variance < 20; variance *= 1.21) {
      assertThat(Evbmf.rank(spectrum, variance)).isEqualTo(slow.rank(variance));
    }
  }
}
