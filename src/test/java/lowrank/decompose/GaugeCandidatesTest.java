package lowrank.decompose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import lowrank.decompose.GaugeCandidates.Kind;
import lowrank.matrix.LinearAlgebra;
import lowrank.operator.WeightedOperator;
import lowrank.patch.Correlated;
import org.ejml.dense.row.MatrixFeatures_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GaugeCandidatesTest {
  static Stream<Arguments> cases() {
    return GaugeCases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyMixHasItsInverse(
      Decomposition method, WeightedOperator operator, Correlated.Kind kind) {
    GaugedChain chain = GaugeCases.chain(method, operator, kind);
    for (int boundary = 0; boundary < chain.intermediates().size(); boundary++) {
      for (Kind candidate : Kind.values()) {
        for (ChannelMix mix : GaugeCandidates.of(candidate, chain, boundary)) {
          assertThat(
                  MatrixFeatures_DDRM.isIdentity(
                      LinearAlgebra.multiply(mix.backward(), mix.forward()), 1e-6))
              .as(candidate.name())
              .isTrue();
        }
      }
    }
  }

  /** R · max E h² · ‖B‖², which (Σ s)² is the least value of. */
  private static double product(GaugedChain chain) {
    Intermediate intermediate = chain.intermediates().get(0);
    double largest = Arrays.stream(intermediate.meanSquares()).max().orElseThrow();
    double norm = 0;
    for (int r = 0; r < intermediate.channels(); r++) {
      norm += chain.readerGrams().get(0).get(r, r);
    }
    return intermediate.channels() * largest * norm;
  }

  @Test
  void rotationReachesTheLeastProductOfChannelSizeAndReaders() {
    Decomposition svd = Decompositions.named("svd");
    for (long seed = 1; seed < 6; seed++) {
      GaugedChain chain = GaugeCases.chain(svd, Kernels.dense(8, 20, seed), Correlated.Kind.FULL);
      var moment = LinearAlgebra.symmetricEigen(chain.intermediates().get(0).secondMoment());
      var root = moment.vectors().copy();
      for (int i = 0; i < root.numRows; i++) {
        for (int j = 0; j < root.numCols; j++) {
          root.set(i, j, root.get(i, j) * StrictMath.sqrt(moment.values()[j]));
        }
      }
      var readers = chain.chain().compose(1, 2).unfoldInputsTransposed();
      double nuclear =
          LinearAlgebra.singularValues(LinearAlgebra.multiply(readers, root)).stream()
              .mapToDouble(Double::doubleValue)
              .sum();
      double least = nuclear * nuclear;
      List<ChannelMix> rotations = GaugeCandidates.of(Kind.ROTATE, chain, 0);
      assertThat(rotations).hasSizeGreaterThan(1);
      for (ChannelMix mix : rotations) {
        assertThat(product(chain.with(0, mix))).isCloseTo(least, within(1e-6 * least));
      }
      for (Kind kind : Kind.values()) {
        for (ChannelMix mix : GaugeCandidates.of(kind, chain, 0)) {
          assertThat(product(chain.with(0, mix))).isGreaterThan(least * (1 - 1e-6));
        }
      }
    }
  }

  @Test
  void equalizationGivesEveryChannelTheSameSize() {
    Decomposition cp = Decompositions.named("cp");
    GaugedChain chain =
        GaugeCases.chain(cp, Kernels.convolution(6, 3, 3, 4, 1), Correlated.Kind.FULL);
    List<ChannelMix> mixes = GaugeCandidates.of(Kind.EQUALIZE, chain, 1);
    double[] squares =
        chain.with(1, mixes.get(mixes.size() - 1)).intermediates().get(1).meanSquares();
    for (double square : squares) {
      assertThat(square).isCloseTo(squares[0], within(1e-9 * squares[0]));
    }
  }
}
