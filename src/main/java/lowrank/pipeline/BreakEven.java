package lowrank.pipeline;

import java.util.ArrayList;
import java.util.List;
import lowrank.decompose.Decomposition;
import lowrank.decompose.FactorShape;
import lowrank.operator.WeightedOperator;
import lowrank.tensor.Shape;

/**
 * Up to which ranks a decomposition saves multiplies on hardware that works on groups of channels.
 */
final class BreakEven {
  private BreakEven() {}

  /**
   * The largest ranks, in equal shares of their limits, whose chain issues fewer multiplies than
   * the layer; empty if not even ranks of 1 do.
   *
   * @param granularity channels that are computed together; 1 without SIMD
   */
  static List<Integer> ranks(
      Decomposition method, WeightedOperator operator, Shape input, int granularity) {
    List<Integer> limits = method.rankLimits(operator);
    int steps = limits.stream().mapToInt(Integer::intValue).max().orElseThrow();
    long layer = SourceOperator.issued(SourceOperator.Size.of(operator), input, granularity);
    List<Integer> best = List.of();
    for (int step = 1; step <= steps; step++) {
      List<Integer> ranks = new ArrayList<>();
      for (int limit : limits) {
        ranks.add(Math.max(1, (int) ((long) step * limit / steps)));
      }
      if (chain(method.factorShapes(operator, ranks), input, granularity) < layer) {
        best = ranks;
      }
    }
    return best;
  }

  private static long chain(List<FactorShape> factors, Shape input, int granularity) {
    long issued = 0;
    Shape image = SourceOperator.image(input, factors.get(0).inputChannels());
    for (FactorShape factor : factors) {
      issued += SourceOperator.issued(SourceOperator.Size.of(factor), image, granularity);
      image = factor.outputImage(image);
    }
    return issued;
  }
}
