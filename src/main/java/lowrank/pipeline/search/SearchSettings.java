package lowrank.pipeline.search;

import java.util.Optional;
import lowrank.target.Target;

/**
 * What a search under a budget is told.
 *
 * @param target whose channel groups, memory plan and compiler count
 */
public record SearchSettings(Budget budget, Optional<Target> target) {
  /** No budget, no target. */
  public static final SearchSettings NONE = new SearchSettings(Budget.NONE, Optional.empty());

  /** Ranks are best multiples of this. */
  int granularity() {
    return target.map(Target::simdChannels).orElse(1);
  }
}
