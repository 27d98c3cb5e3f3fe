package lowrank.decompose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;

class IntermediateTest {
  private static DMatrixRMaj uniform(double... widths) {
    Random random = new Random(8);
    DMatrixRMaj rows = new DMatrixRMaj(4000, widths.length);
    for (int row = 0; row < rows.numRows; row++) {
      for (int channel = 0; channel < widths.length; channel++) {
        rows.set(row, channel, widths[channel] * (random.nextDouble() - 0.3));
      }
    }
    return rows;
  }

  /** Values of ±100, two of a million of ±130. */
  private static DMatrixRMaj outliers() {
    DMatrixRMaj rows = new DMatrixRMaj(1_000_000, 1);
    for (int row = 0; row < rows.numRows; row++) {
      rows.set(row, 0, row % 2 == 0 ? 100 : -100);
    }
    rows.set(0, 0, 130);
    rows.set(1, 0, -130);
    return rows;
  }

  /** Mean squared error of a channel rounded to 256 levels over the range of all channels. */
  private static double rounded(DMatrixRMaj rows, int channel, double range) {
    double step = range / 255;
    double sum = 0;
    for (int row = 0; row < rows.numRows; row++) {
      double value = rows.get(row, channel);
      double error = value - step * Math.rint(value / step);
      sum += error * error;
    }
    return sum / rows.numRows;
  }

  @Test
  void errorsOfUniformValuesAreThoseOfRounding() {
    DMatrixRMaj rows = uniform(10, 3);
    double[] errors = new Intermediate(rows).quantizationErrors();
    for (int channel = 0; channel < 2; channel++) {
      double expected = rounded(rows, channel, 10);
      assertThat(errors[channel]).isCloseTo(expected, within(0.1 * expected));
    }
  }

  @Test
  void rareOutliersAreClipped() {
    double whole = 260.0 / 255;
    assertThat(new Intermediate(outliers()).quantizationErrors()[0])
        .isLessThan(0.8 * whole * whole / 12);
  }

  @Test
  void mixingMixesTheSecondMoment() {
    Intermediate intermediate = new Intermediate(uniform(2, 1, 5));
    ChannelMix mix = ChannelMix.diagonal(new double[] {2, -1, 0.5});
    double[] squares = intermediate.meanSquares();
    double[] mixed = intermediate.mixed(mix).meanSquares();
    assertThat(mixed)
        .containsExactly(new double[] {4 * squares[0], squares[1], squares[2] / 4}, within(1e-12));
    assertThat(intermediate.secondMoment().get(2, 2)).isCloseTo(squares[2], within(1e-9));
  }

  @Test
  void meansThatAreTakenOffAreMixedAlong() {
    DMatrixRMaj rows = uniform(2, 1, 5);
    Intermediate centred = new Intermediate(rows).centred();
    double[] means = centred.offsets();
    for (int channel = 0; channel < 3; channel++) {
      assertThat(means[channel]).isCloseTo(0.2 * new double[] {2, 1, 5}[channel], within(0.05));
    }
    ChannelMix mix =
        new ChannelMix(
            new DMatrixRMaj(new double[][] {{1, 2, 0}, {0, 1, 0}, {0, 3, 1}}),
            new DMatrixRMaj(new double[][] {{1, -2, 0}, {0, 1, 0}, {0, -3, 1}}));
    assertThat(centred.mixed(mix).offsets())
        .containsExactly(
            new double[] {means[0] + 2 * means[1], means[1], 3 * means[1] + means[2]},
            within(1e-12));
    double variance = centred.meanSquares()[2];
    assertThat(variance)
        .isCloseTo(new Intermediate(rows).meanSquares()[2] - means[2] * means[2], within(1e-9));
  }

  @Test
  void anExtentLeavesOutliersAside() {
    double[] extents = new Intermediate(uniform(10, 3)).extents();
    assertThat(extents[0]).isCloseTo(7, within(0.1));
    assertThat(extents[1]).isCloseTo(2.1, within(0.1));
    assertThat(new Intermediate(outliers()).extents()[0]).isBetween(95.0, 125.0);
  }

  @Test
  void nothingLosesNothing() {
    Intermediate silent = new Intermediate(new DMatrixRMaj(7, 2));
    assertThat(silent.quantizationErrors()).containsExactly(0, 0);
    assertThat(silent.largest(1)).isZero();
  }
}
