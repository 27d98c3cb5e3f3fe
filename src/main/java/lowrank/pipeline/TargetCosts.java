package lowrank.pipeline;

import java.util.ArrayList;
import java.util.List;
import lowrank.report.TargetEntry;
import lowrank.schedule.Fusion;
import lowrank.target.Target;
import lowrank.target.Targets;

/** What every target would make of a model. */
final class TargetCosts {
  private TargetCosts() {}

  /** The costs on {@code own}, then on all built-in targets of other names. */
  static List<TargetEntry> of(Counter counter, Target own, Fusion fusion) {
    List<Target> targets = new ArrayList<>(List.of(own));
    Targets.names().stream()
        .filter(name -> !name.equals(own.name()))
        .map(Targets::load)
        .forEach(targets::add);
    return targets.stream().map(target -> entry(counter.count(target, fusion))).toList();
  }

  private static TargetEntry entry(Counts.TargetCount count) {
    return new TargetEntry(
        count.target(),
        count.weightBytes(),
        count.flash(),
        count.arenaBytes(),
        count.ram(),
        count.issued(),
        count.cycles());
  }
}
