package lowrank.decompose;

import java.util.List;
import lowrank.operator.WeightedOperator;

/**
 * A chain that stands for one operator: same input and output shape, bias and fused activation on
 * the last factor only.
 *
 * @param method name of the decomposition
 * @param ranks of the chain in the method's order; all 1 for a zero kernel, whatever was asked
 * @param chain first factor first; at least two
 * @param relativeError ‖K − K̂‖ / ‖K‖, K̂ being the kernel that the chain's float32 weights compose
 *     to: in the Frobenius norm, or, with data, in the root mean square of the responses less their
 *     mean; 0 for a zero kernel
 */
public record Factorization(
    String method, List<Integer> ranks, List<WeightedOperator> chain, double relativeError) {
  /** Copies the lists. */
  public Factorization {
    ranks = List.copyOf(ranks);
    chain = List.copyOf(chain);
  }
}
