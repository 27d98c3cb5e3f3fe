package lowrank.decompose;

import java.util.List;
import java.util.Optional;
import lowrank.network.RankCurve;
import lowrank.operator.WeightedOperator;

/**
 * A way to replace one weighted operator by a chain of ordinary ones with a kernel of low rank.
 * Kernels are T×Dh×Dw×S: output channels, rows, columns, input channels. Implementations have no
 * state and the same operator gives the same bytes.
 */
public interface Decomposition {
  /** Name on the command line and in reports. */
  String name();

  /** Why the method cannot be applied to an operator; empty if it can. */
  Optional<String> obstacle(WeightedOperator operator);

  /** Largest rank in each position of the rank list; there the kernel is reproduced exactly. */
  List<Integer> rankLimits(WeightedOperator operator);

  /** The factors that ranks lead to, first one first, without computing them. */
  List<FactorShape> factorShapes(WeightedOperator operator, List<Integer> ranks);

  /** Singular values of the unfoldings from which this method's ranks are estimated. */
  List<RankCurve.Spectrum> spectra(WeightedOperator operator);

  /** The same of the responses on data: their energy is that of the responses less their mean. */
  List<RankCurve.Spectrum> spectra(WeightedOperator operator, ResponseMetric metric);

  /**
   * Does the work that all ranks share.
   *
   * @throws IllegalArgumentException if there is an {@link #obstacle}
   */
  Factorizer factorizer(WeightedOperator operator);

  /**
   * The same, minimising the error of the responses on data in place of the kernel's own error.
   *
   * @throws IllegalArgumentException if there is an {@link #obstacle}
   */
  Factorizer factorizer(WeightedOperator operator, ResponseMetric metric);

  /**
   * Factorises for one choice of ranks.
   *
   * @throws IllegalArgumentException if there is an obstacle or a rank is outside its limits
   */
  default Factorization factorize(WeightedOperator operator, List<Integer> ranks) {
    return factorizer(operator).factorize(ranks);
  }
}
