package lowrank.pipeline;

import java.util.List;
import lowrank.pipeline.search.Budget;
import lowrank.pipeline.search.BudgetSearch;
import lowrank.pipeline.search.FrontPoint;
import lowrank.rank.budget.Costs;
import lowrank.report.BuildEntry;

/**
 * What a search under a budget was given and found, for the report.
 *
 * @param budget percentages resolved
 * @param front least predicted loss against costs, cheapest first
 * @param chosen the point that was taken
 */
public record SearchOutcome(
    BuildEntry.Budget budget, List<BuildEntry.FrontPoint> front, BuildEntry.FrontPoint chosen) {
  /** Copies the list. */
  public SearchOutcome {
    front = List.copyOf(front);
  }

  /** The outcome of a search that has made its plan. */
  static SearchOutcome of(BudgetSearch search, Budget budget) {
    Costs limits = search.limits();
    return new SearchOutcome(
        new BuildEntry.Budget(
            limit(limits.multiplies()),
            budget.instructions().isPresent() ? limits.instructions() : null,
            limit(limits.parameters()),
            limit(limits.bytes()),
            limit(limits.ram()),
            budget.drop().isPresent() ? budget.drop().getAsDouble() : null),
        search.predictedFront().stream().map(SearchOutcome::point).toList(),
        point(search.chosen()));
  }

  private static Long limit(long value) {
    return value == Long.MAX_VALUE ? null : value;
  }

  private static BuildEntry.FrontPoint point(FrontPoint point) {
    return new BuildEntry.FrontPoint(point.multiplies(), point.bytes(), point.loss());
  }
}
