package lowrank.decompose;

import java.util.List;

/** One method prepared for one operator: factorises it for any ranks. Safe for several threads. */
@FunctionalInterface
public interface Factorizer {
  /**
   * The chain for these ranks.
   *
   * @throws IllegalArgumentException if the list's length is wrong or a rank outside its limits
   */
  Factorization factorize(List<Integer> ranks);
}
