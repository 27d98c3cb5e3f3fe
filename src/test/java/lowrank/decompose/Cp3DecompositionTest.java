package lowrank.decompose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lowrank.kernel.Window;
import lowrank.operator.Conv2d;
import lowrank.operator.WeightedOperator;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Cp3DecompositionTest extends DecompositionContract {
  @Override
  Decomposition method() {
    return Decompositions.named("cp3");
  }

  @Override
  List<WeightedOperator> operators() {
    return super.operators().stream().filter(o -> method().obstacle(o).isEmpty()).toList();
  }

  @Override
  List<WeightedOperator> windows() {
    return super.windows().stream().filter(o -> method().obstacle(o).isEmpty()).toList();
  }

  /** Alternating least squares ends in a local optimum. */
  @Override
  double monotonicitySlack() {
    return 0.01;
  }

  @Test
  void thePointsOfTheKernelAreOneDepthwiseFactor() {
    Window window = Window.of(3, 5).withStride(2, 1).withPadding(1, 2, 1, 2);
    List<FactorShape> shapes =
        method().factorShapes(Kernels.convolution(7, window, 4, 1), List.of(6));
    assertThat(shapes)
        .containsExactly(
            FactorShape.of(4, 6, Window.POINT),
            FactorShape.depthwise(6, window),
            FactorShape.of(6, 7, Window.POINT));
    assertThat(shapes.stream().mapToInt(FactorShape::weights).sum()).isEqualTo(6 * (4 + 15 + 7));
  }

  @Test
  void aKernelOfOneRowOrColumnIsLeftToCp() {
    for (Conv2d operator :
        List.of(Kernels.convolution(4, 1, 5, 3, 1), Kernels.convolution(4, 5, 1, 3, 2))) {
      assertThat(method().obstacle(operator)).hasValueSatisfying(o -> assertThat(o).contains("cp"));
    }
  }

  /** Points of a kernel that no product of a row and a column gives: cp needs more terms. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void oneTermHoldsAnyPointsAndCpNeedsMore(long seed) {
    Tensor points = Kernels.gaussian(Shape.of(9), seed);
    Tensor channels = Kernels.gaussian(Shape.of(6 + 5), seed + 10);
    double[] values = new double[6 * 9 * 5];
    for (int i = 0; i < values.length; i++) {
      values[i] = channels.at(i / 45) * (double) points.at(i / 5 % 9) * channels.at(6 + i % 5);
    }
    Conv2d operator = Kernels.convolution(6, 3, 3, 5, seed);
    operator =
        operator.withWeights(Tensor.fromDoubles(Shape.of(6, 3, 3, 5), values), operator.bias());
    assertThat(method().factorize(operator, List.of(1)).relativeError()).isLessThan(1e-6);
    assertThat(Decompositions.named("cp").factorize(operator, List.of(1)).relativeError())
        .isGreaterThan(0.05);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 8, 16})
  void errorIsNotAboveThatOfCp(int rank) {
    Conv2d operator = Kernels.convolution(12, 3, 3, 10, rank);
    double four = Decompositions.named("cp").factorize(operator, List.of(rank)).relativeError();
    double three = method().factorize(operator, List.of(rank)).relativeError();
    assertThat(three).isLessThan(four + monotonicitySlack());
  }
}
