package lowrank.decompose;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import lowrank.kernel.Window;
import lowrank.operator.Conv2d;
import lowrank.operator.TransposedConv2d;
import lowrank.operator.WeightedOperator;

/**
 * What all methods share: which operators have one kernel to factorise, the range of ranks, zero
 * kernels, the settling of scales and signs, and the error of the float32 result.
 */
abstract class ChainDecomposition implements Decomposition {
  private final String name;

  ChainDecomposition(String name) {
    this.name = name;
  }

  /** Finds the weights of all factors for one choice of ranks, OHWI, in any gauge. */
  @FunctionalInterface
  interface Solver {
    List<double[]> solve(List<Integer> ranks);
  }

  /** Prepares a kernel that is not zero. */
  abstract Solver solver(KernelTensor kernel);

  /** Why a kernel without groups is not for this method; empty if it is. */
  abstract Optional<String> kernelObstacle(WeightedOperator operator);

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final Optional<String> obstacle(WeightedOperator operator) {
    if (operator instanceof Conv2d convolution && convolution.groups() > 1) {
      return Optional.of(
          convolution.depthwise() ? "depthwise convolution" : "convolution in groups");
    }
    if (operator instanceof TransposedConv2d) {
      return Optional.of("transposed convolution");
    }
    return kernelObstacle(operator);
  }

  @Override
  public final Factorizer factorizer(WeightedOperator operator) {
    obstacle(operator)
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException(name + " does not apply: " + reason);
            });
    List<Integer> limits = rankLimits(operator);
    KernelTensor kernel = KernelTensor.of(operator);
    if (kernel.squaredNorm() == 0) {
      List<Integer> ones = Collections.nCopies(limits.size(), 1);
      return ranks -> {
        checkRanks(ranks, limits);
        return finish(operator, kernel, ones, FactorChain.zeros(factorShapes(operator, ones)));
      };
    }
    Solver solver = solver(kernel);
    return ranks -> {
      checkRanks(ranks, limits);
      List<FactorShape> shapes = factorShapes(operator, ranks);
      return finish(operator, kernel, ranks, new FactorChain(shapes, solver.solve(ranks)));
    };
  }

  private Factorization finish(
      WeightedOperator operator, KernelTensor kernel, List<Integer> ranks, FactorChain chain) {
    Gauge.settle(chain);
    double error = kernel.relativeError(chain.rounded().compose());
    return new Factorization(name, ranks, chain.toOperators(operator), error);
  }

  private void checkRanks(List<Integer> ranks, List<Integer> limits) {
    boolean fits = ranks.size() == limits.size();
    for (int i = 0; fits && i < ranks.size(); i++) {
      fits = ranks.get(i) >= 1 && ranks.get(i) <= limits.get(i);
    }
    if (!fits) {
      throw new IllegalArgumentException(name + ": ranks " + ranks + " for limits " + limits);
    }
  }

  /** The obstacle of methods that split a kernel of several points. */
  static Optional<String> needsSeveralPoints(WeightedOperator operator) {
    return window(operator).taps() == 1
        ? Optional.of("the kernel is a single point, svd is the method for it")
        : Optional.empty();
  }

  /** Window of a convolution; a single point for a dense layer. */
  static Window window(WeightedOperator operator) {
    return operator instanceof Conv2d convolution ? convolution.window() : Window.POINT;
  }

  @Override
  public final String toString() {
    return name;
  }
}
