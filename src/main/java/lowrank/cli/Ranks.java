package lowrank.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import lowrank.network.RankCurve;

/** Ranks in words. */
final class Ranks {
  private Ranks() {}

  /** For example {@code 4,6}; empty for no ranks. */
  static String text(List<Integer> ranks) {
    return ranks.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  /** The ranks of a step, {@code none} if there is no such step. */
  static String text(Optional<RankCurve.Step> step) {
    return step.map(found -> text(found.ranks())).orElse("none");
  }
}
