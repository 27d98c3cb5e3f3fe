package lowrank.decompose;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import lowrank.kernel.Window;
import lowrank.matrix.LinearAlgebra;
import lowrank.operator.Conv2d;
import lowrank.operator.TransposedConv2d;
import lowrank.operator.WeightedOperator;
import org.ejml.data.DMatrixRMaj;

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

  /**
   * Prepares a kernel whose error is measured on data. The start is the solution for inputs that
   * are correlated between channels only: the kernel is multiplied with the Cholesky factor of the
   * channels' covariance, factorised, and the first factor divided by it. From there on, the
   * factors are fitted in turn.
   */
  Solver solver(WeightedOperator operator, KernelTensor kernel, ResponseMetric metric) {
    DMatrixRMaj root = LinearAlgebra.choleskyRoot(metric.windowAverage(kernel, 1, 1));
    DMatrixRMaj whitened = LinearAlgebra.multiply(kernel.unfoldInputsTransposed(), root);
    Solver solver = solver(kernel.withValues(whitened.data));
    ResponseFit fit = new ResponseFit(kernel, metric);
    return ranks -> {
      List<double[]> start = new ArrayList<>(solver.solve(ranks));
      start.set(0, LinearAlgebra.divideRows(start.get(0), root));
      FactorChain chain = new FactorChain(factorShapes(operator, ranks), start);
      return fit.improve(chain, ResponseFit.Effort.FACTORISATION).weights();
    };
  }

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
    KernelTensor kernel = checkedKernel(operator);
    return factorizer(operator, kernel, this::solver, new KernelYardstick(kernel));
  }

  @Override
  public final Factorizer factorizer(WeightedOperator operator, ResponseMetric metric) {
    KernelTensor kernel = checkedKernel(operator);
    return factorizer(
        operator,
        kernel,
        nonzero -> weighted(operator, nonzero, metric),
        new ResponseYardstick(kernel, metric));
  }

  /** Factorises the kernel as its outputs are worth. */
  private Solver weighted(WeightedOperator operator, KernelTensor kernel, ResponseMetric metric) {
    if (metric.outputs().isEmpty()) {
      return solver(operator, kernel, metric);
    }
    OutputWeights weights = metric.outputs().get();
    Solver solver = solver(operator, weights.weigh(kernel), metric);
    return ranks ->
        weights
            .unweigh(new FactorChain(factorShapes(operator, ranks), solver.solve(ranks)))
            .weights();
  }

  private KernelTensor checkedKernel(WeightedOperator operator) {
    obstacle(operator)
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException(name + " does not apply: " + reason);
            });
    return KernelTensor.of(operator);
  }

  private Factorizer factorizer(
      WeightedOperator operator,
      KernelTensor kernel,
      Function<KernelTensor, Solver> solvers,
      Yardstick yardstick) {
    List<Integer> limits = rankLimits(operator);
    if (kernel.squaredNorm() == 0) {
      List<Integer> ones = Collections.nCopies(limits.size(), 1);
      return ranks -> {
        checkRanks(ranks, limits);
        return finish(operator, ones, FactorChain.zeros(factorShapes(operator, ones)), yardstick);
      };
    }
    Solver solver = solvers.apply(kernel);
    return ranks -> {
      checkRanks(ranks, limits);
      List<FactorShape> shapes = factorShapes(operator, ranks);
      return finish(operator, ranks, new FactorChain(shapes, solver.solve(ranks)), yardstick);
    };
  }

  private Factorization finish(
      WeightedOperator operator, List<Integer> ranks, FactorChain chain, Yardstick yardstick) {
    Gauge.settle(chain);
    KernelTensor composed = chain.rounded().compose();
    return new Factorization(
        name,
        ranks,
        chain.toOperators(operator, yardstick.bias(operator, composed)),
        yardstick.relativeError(composed));
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
