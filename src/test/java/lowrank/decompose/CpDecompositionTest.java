package lowrank.decompose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import lowrank.operator.Conv2d;
import lowrank.operator.WeightedOperator;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CpDecompositionTest extends DecompositionContract {
  @Override
  Decomposition method() {
    return Decompositions.named("cp");
  }

  /** Alternating least squares ends in a local optimum. */
  @Override
  double monotonicitySlack() {
    return 0.01;
  }

  @Test
  void aKernelOfOneRowOrColumnHasOneDepthwiseFactor() {
    for (Conv2d operator :
        List.of(Kernels.convolution(4, 1, 5, 3, 1), Kernels.convolution(4, 5, 1, 3, 2))) {
      assertThat(method().factorShapes(operator, List.of(2))).hasSize(3);
      assertThat(method().factorize(operator, List.of(2)).chain())
          .extracting(WeightedOperator::weightShape)
          .element(1)
          .asString()
          .contains("depthwise 2");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void recoversAKernelOfLowRank(long seed) {
    Random random = new Random(seed);
    double[] values = new double[8 * 3 * 3 * 6];
    for (int r = 0; r < 3; r++) {
      double[][] vectors = new double[4][];
      for (int mode = 0; mode < 4; mode++) {
        vectors[mode] = random.doubles(new int[] {8, 3, 3, 6}[mode], -1, 1).toArray();
      }
      for (int i = 0; i < values.length; i++) {
        values[i] +=
            vectors[0][i / 54] * vectors[1][i / 18 % 3] * vectors[2][i / 6 % 3] * vectors[3][i % 6];
      }
    }
    Conv2d operator = Kernels.convolution(8, 3, 3, 6, seed);
    operator =
        operator.withWeights(Tensor.fromDoubles(Shape.of(8, 3, 3, 6), values), operator.bias());
    assertThat(method().factorize(operator, List.of(3)).relativeError()).isLessThan(1e-3);
  }

  /**
   * a⊗a⊗b + a⊗b⊗a + b⊗a⊗a has rank three, but models of rank two come as near as one likes while
   * their components grow without end.
   */
  @Test
  void componentsStayBoundedWhereNoBestApproximationExists() {
    double[][] v = {{1, 0}, {0, 1}};
    int[][] terms = {{0, 0, 1}, {0, 1, 0}, {1, 0, 0}};
    double[] values = new double[8];
    for (int[] term : terms) {
      for (int i = 0; i < 8; i++) {
        values[i] += v[term[0]][i / 4] * v[term[1]][i / 2 % 2] * v[term[2]][i % 2];
      }
    }
    KernelTensor kernel = new KernelTensor(2, 1, 2, 2, values);
    CpAlternation alternation = new CpAlternation(kernel);
    for (long seed = 1; seed <= 5; seed++) {
      CpAlternation.State start = alternation.start(CpStarts.random(kernel, 2, seed));
      CpAlternation.State state = alternation.improve(start, 2000);
      assertThat(state.squaredError()).isLessThan(0.2);
      assertThat(state.model().squaredNorms())
          .isLessThanOrEqualTo(CpAlternation.NORM_BOUND * kernel.squaredNorm());
    }
  }
}
