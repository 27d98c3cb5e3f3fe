package lowrank.decompose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import lowrank.kernel.Window;
import lowrank.network.RankCurve.Spectrum;
import lowrank.operator.WeightedOperator;
import org.junit.jupiter.api.Test;

class SvdDecompositionTest extends DecompositionContract {
  @Override
  Decomposition method() {
    return Decompositions.named("svd");
  }

  @Override
  List<WeightedOperator> operators() {
    return List.of(
        Kernels.dense(10, 10, 1),
        Kernels.dense(3, 20, 2),
        Kernels.dense(20, 3, 3),
        Kernels.dense(1, 8, 4),
        Kernels.dense(8, 1, 5),
        Kernels.dense(1, 1, 6),
        Kernels.convolution(6, 1, 1, 4, 7),
        rankOne(5, 1, 1, 4));
  }

  @Override
  List<WeightedOperator> windows() {
    Window point = Window.POINT;
    return List.of(
        Kernels.dense(7, 12, 11),
        Kernels.convolution(5, point, 4, 12),
        Kernels.convolution(5, point.withStride(2, 3), 4, 13),
        Kernels.convolution(5, point.withPadding(1, 0, 2, 3).withStride(1, 2), 4, 14));
  }

  @Test
  void theErrorIsTheEnergyOfTheSingularValuesCutOff() {
    WeightedOperator operator = Kernels.dense(12, 9, 8);
    Spectrum spectrum = method().spectra(operator).get(0);
    for (int rank = 1; rank <= 9; rank++) {
      double cut = 0;
      for (int i = rank; i < 9; i++) {
        cut += Math.pow(spectrum.singularValue(i), 2);
      }
      assertThat(method().factorize(operator, List.of(rank)).relativeError())
          .isCloseTo(Math.sqrt(cut / spectrum.energy()), within(1e-6));
    }
  }

  @Test
  void isNotForKernelsOfSeveralPoints() {
    assertThat(method().obstacle(Kernels.convolution(2, 1, 3, 2, 1))).isPresent();
  }
}
