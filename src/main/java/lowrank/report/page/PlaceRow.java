package lowrank.report.page;

import java.util.List;
import lowrank.report.PlanEntry;
import lowrank.report.Report;

/**
 * A stretch of the arena, ready to print.
 *
 * @param value names of what lies there, one after the other
 * @param from the step that writes it, numbered from 1; {@code input} for the network's input
 * @param to the last step that reads it; {@code output} for the network's output
 */
public record PlaceRow(
    String value, boolean scratch, String offset, String bytes, String from, String to) {
  /** The rows of a plan; none if the report has none. */
  static List<PlaceRow> of(Report report) {
    PlanEntry plan = report.plan();
    return plan == null ? List.of() : plan.places().stream().map(p -> of(p, plan)).toList();
  }

  private static PlaceRow of(PlanEntry.Place place, PlanEntry plan) {
    return new PlaceRow(
        Text.name(String.join(" = ", place.values())),
        place.scratch(),
        Text.number(place.offset()),
        Text.number(place.bytes()),
        place.first() < 0 ? "input" : String.valueOf(place.first() + 1),
        place.last() >= plan.steps().size() ? "output" : String.valueOf(place.last() + 1));
  }
}
