package lowrank.pipeline.search;

import java.nio.file.Path;
import java.util.Optional;
import lowrank.target.Target;

/**
 * What a search under a budget is told.
 *
 * @param target whose channel groups, memory plan and compiler count
 * @param cache folder for measured losses
 * @param front where the whole curve of loss against costs goes: this name with .csv and .png
 */
public record SearchSettings(
    Budget budget, Optional<Target> target, Optional<Path> cache, Optional<Path> front) {
  /** No budget, no target. */
  public static final SearchSettings NONE =
      new SearchSettings(Budget.NONE, Optional.empty(), Optional.empty(), Optional.empty());

  /** Ranks are best multiples of this. */
  int granularity() {
    return target.map(Target::simdChannels).orElse(1);
  }
}
