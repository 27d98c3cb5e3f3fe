package lowrank.decompose;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import lowrank.kernel.Window;
import lowrank.operator.WeightedOperator;
import lowrank.patch.Correlated;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.params.provider.Arguments;

/** Chains of every method with values between their factors that are special in some way. */
final class GaugeCases {
  private GaugeCases() {}

  static Stream<Arguments> all() {
    List<Arguments> cases = new ArrayList<>();
    for (Decomposition method : Decompositions.all()) {
      for (WeightedOperator operator : operators()) {
        if (method.obstacle(operator).isEmpty()) {
          for (Correlated.Kind kind : Correlated.Kind.values()) {
            cases.add(Arguments.of(method, operator, kind));
          }
        }
      }
    }
    return cases.stream();
  }

  private static List<WeightedOperator> operators() {
    return List.of(
        Kernels.convolution(6, Window.of(3, 3).withPadding(1, 1, 1, 1), 4, 1),
        Kernels.convolution(8, Window.of(3, 5).withStride(2, 1), 9, 2),
        Kernels.convolution(5, 1, 5, 4, 4),
        Kernels.convolution(7, 3, 3, 1, 8),
        Kernels.convolution(9, Window.POINT, 12, 10),
        Kernels.dense(8, 20, 11));
  }

  static GaugedChain chain(Decomposition method, WeightedOperator operator, Correlated.Kind kind) {
    List<Integer> ranks =
        method.rankLimits(operator).stream().map(limit -> (2 * limit + 2) / 3).toList();
    FactorChain chain = FactorChain.of(method.factorize(operator, ranks).chain());
    List<Intermediate> intermediates = new ArrayList<>();
    for (int i = 0; i < chain.shapes().size() - 1; i++) {
      int channels = chain.shapes().get(i).outputChannels();
      intermediates.add(new Intermediate(new DMatrixRMaj(Correlated.rows(kind, channels, i + 3))));
    }
    return GaugedChain.of(chain, intermediates, 0.5, 1);
  }
}
