package lowrank.decompose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import lowrank.kernel.Window;
import lowrank.matrix.LinearAlgebra;
import lowrank.operator.WeightedOperator;
import lowrank.patch.Correlated;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OutputWeightsTest {
  private static final int OUTPUTS = 8;
  private static final WeightedOperator OPERATOR =
      Kernels.convolution(OUTPUTS, Window.of(3, 3), 5, 3);

  /** Gradients' moments: dense with some directions that hardly matter, of rank one, zero. */
  static Stream<DMatrixRMaj> moments() {
    return Stream.of(unequal(), rankOne(), new DMatrixRMaj(OUTPUTS, OUTPUTS));
  }

  private static DMatrixRMaj unequal() {
    Random random = new Random(4);
    DMatrixRMaj matrix = new DMatrixRMaj(OUTPUTS, OUTPUTS);
    for (int i = 0; i < matrix.data.length; i++) {
      matrix.data[i] = random.nextGaussian() * StrictMath.pow(0.3, i % OUTPUTS);
    }
    return LinearAlgebra.gramOfRows(matrix);
  }

  private static DMatrixRMaj rankOne() {
    DMatrixRMaj column = new DMatrixRMaj(OUTPUTS, 1);
    for (int i = 0; i < OUTPUTS; i++) {
      column.data[i] = i - 2.5;
    }
    return LinearAlgebra.gramOfRows(column);
  }

  @ParameterizedTest
  @MethodSource("moments")
  void unweighingUndoesWeighing(DMatrixRMaj moment) {
    OutputWeights weights = OutputWeights.of(moment);
    FactorChain chain =
        FactorChain.of(Decompositions.named("tucker2").factorize(OPERATOR, List.of(3, 4)).chain());
    FactorChain back = weights.unweigh(weights.weigh(chain));
    assertThat(chain.compose().relativeError(back.compose())).isLessThan(1e-12);
    for (double[] values : back.weights()) {
      for (double value : values) {
        assertThat(value).isFinite();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("moments")
  void weighingAChainWeighsItsKernel(DMatrixRMaj moment) {
    OutputWeights weights = OutputWeights.of(moment);
    FactorChain chain =
        FactorChain.of(Decompositions.named("spatial").factorize(OPERATOR, List.of(4)).chain());
    assertThat(weights.weigh(chain.compose()).relativeError(weights.weigh(chain).compose()))
        .isLessThan(1e-12);
  }

  @ParameterizedTest
  @MethodSource("moments")
  void theSquaredLengthIsThatOfTheMomentWithItsRidge(DMatrixRMaj moment) {
    KernelTensor kernel = KernelTensor.of(OPERATOR);
    DMatrixRMaj ridged = moment.copy();
    double mean = 0;
    for (int i = 0; i < OUTPUTS; i++) {
      mean += moment.get(i, i) / OUTPUTS;
    }
    for (int i = 0; i < OUTPUTS; i++) {
      ridged.add(i, i, mean > 0 ? 0.01 * mean : 1);
    }
    DMatrixRMaj unfolded = kernel.unfoldOutputs();
    double expected = LinearAlgebra.dot(LinearAlgebra.multiply(ridged, unfolded), unfolded);
    assertThat(OutputWeights.of(moment).weigh(kernel).squaredNorm())
        .isCloseTo(expected, within(1e-9 * expected));
  }

  /** tr (G Δ C Δᵀ). */
  private static double error(DMatrixRMaj moment, ResponseMetric metric, Factorization result) {
    DMatrixRMaj difference = KernelTensor.of(OPERATOR).unfoldOutputs().copy();
    DMatrixRMaj kernel = FactorChain.of(result.chain()).compose().unfoldOutputs();
    for (int i = 0; i < difference.data.length; i++) {
      difference.data[i] -= kernel.data[i];
    }
    return LinearAlgebra.dot(LinearAlgebra.multiply(moment, difference), metric.weigh(difference));
  }

  @Test
  void factorsLoseLessOfWhatMattersToTheOutput() {
    ResponseMetric metric =
        ResponseMetric.of(
            Correlated.moments(Correlated.Kind.FULL, Correlated.length(OPERATOR), 0, 5));
    ResponseMetric weighted = metric.withOutputs(Optional.of(OutputWeights.of(unequal())));
    for (Decomposition method : Decompositions.all()) {
      if (method.obstacle(OPERATOR).isEmpty()) {
        List<Integer> ranks =
            method.rankLimits(OPERATOR).stream().map(limit -> (limit + 1) / 2).toList();
        double alike =
            error(unequal(), metric, method.factorizer(OPERATOR, metric).factorize(ranks));
        double weighed =
            error(unequal(), metric, method.factorizer(OPERATOR, weighted).factorize(ranks));
        assertThat(weighed).as(method.name()).isLessThan(alike);
      }
    }
  }
}
