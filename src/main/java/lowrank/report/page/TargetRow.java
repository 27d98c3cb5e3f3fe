package lowrank.report.page;

import java.util.List;
import lowrank.report.Report;
import lowrank.report.TargetEntry;

/**
 * The model on one target, ready to print.
 *
 * @param own whether it is the target that the sources were made for
 * @param fits whether weights and arena are smaller than the target's memories
 */
public record TargetRow(
    String name,
    boolean own,
    String weights,
    String ofFlash,
    String arena,
    String ofRam,
    String issued,
    String cycles,
    boolean fits) {
  /** The rows of all targets. */
  static List<TargetRow> of(Report report) {
    return report.targets().stream().map(target -> of(target, report.target())).toList();
  }

  private static TargetRow of(TargetEntry target, String own) {
    return new TargetRow(
        Text.name(target.target()),
        target.target().equals(own),
        Text.number(target.weightBytes()),
        Text.percent(target.weightBytes(), target.flash()),
        Text.number(target.arenaBytes()),
        Text.percent(target.arenaBytes(), target.ram()),
        Text.number(target.issued()),
        Text.number(target.cycles()),
        target.weightBytes() <= target.flash() && target.arenaBytes() <= target.ram());
  }
}
