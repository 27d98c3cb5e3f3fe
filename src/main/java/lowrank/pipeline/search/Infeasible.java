package lowrank.pipeline.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.pipeline.search.FeasibleSelection.Figures;
import lowrank.rank.budget.BudgetSolver;
import lowrank.rank.budget.Costs;
import lowrank.rank.budget.FactorBank;
import lowrank.rank.budget.Selection;

/** Says which limit cannot be met, and what the least is that can be. */
final class Infeasible {
  private final BudgetSolver solver;
  private final SearchContext context;
  private final Costs limits;

  private Infeasible(SearchContext context, FactorBank bank, Costs limits) {
    this.solver = new BudgetSolver(bank);
    this.context = context;
    this.limits = limits;
  }

  /**
   * One line for all limits that were given; each is named with the least the others leave.
   *
   * @param leastDrop what the accuracy falls by at least within the limits; empty if they cannot be
   *     kept at all
   */
  static CompileException of(
      SearchContext context,
      FactorBank bank,
      Budget budget,
      Costs limits,
      OptionalDouble leastDrop) {
    Infeasible infeasible = new Infeasible(context, bank, limits);
    List<String> options = new ArrayList<>();
    List<String> least = new ArrayList<>();
    if (budget.multiplies().isPresent()) {
      options.add("--max-multiplies " + limits.multiplies());
      infeasible.leastMultiplies().ifPresent(value -> least.add("--max-multiplies " + value));
    }
    if (budget.instructions().isPresent()) {
      options.add("--max-instructions " + limits.instructions());
      infeasible
          .solver
          .smallestInstructions(limits)
          .ifPresent(value -> least.add("--max-instructions " + value));
    }
    if (budget.parameters().isPresent()) {
      options.add("--max-parameters " + limits.parameters());
      infeasible
          .solver
          .smallestParameters(limits)
          .ifPresent(value -> least.add("--max-parameters " + value));
    }
    if (budget.flash().isPresent()) {
      options.add("--max-flash " + limits.bytes());
      infeasible.leastFlash().ifPresent(value -> least.add("--max-flash " + value));
    }
    if (budget.ram().isPresent()) {
      options.add("--max-ram " + limits.ram());
      infeasible.leastRam().ifPresent(value -> least.add("--max-ram " + value));
    }
    if (budget.drop().isPresent()) {
      options.add("--max-drop " + budget.drop().getAsDouble());
    }
    if (leastDrop.isPresent()) {
      return new CompileException(
          Fault.INFEASIBLE_BUDGET,
          String.join(" ", options),
          String.format(
              Locale.ROOT,
              "with the other limits as they are the accuracy on the calibration data falls by %.2f",
              leastDrop.getAsDouble()));
    }
    return new CompileException(
        Fault.INFEASIBLE_BUDGET,
        String.join(" ", options),
        least.isEmpty()
            ? "no single one of them can be relaxed enough"
            : (budget.drop().isPresent() ? "without --max-drop the" : "the")
                + " smallest feasible value is "
                + String.join(", or with the other limits as they are ", least));
  }

  private OptionalLong leastMultiplies() {
    return solver.smallestMultiplies(limits);
  }

  /** Of the selection with the fewest bytes of weights, what its firmware takes. */
  private OptionalLong leastFlash() {
    Optional<Selection> smallest = solver.fewestBytes(limits);
    return smallest.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(figures(smallest.get()).flash());
  }

  private OptionalLong leastRam() {
    return solver
        .fewestBytesInSmallestRam(limits)
        .map(selection -> OptionalLong.of(figures(selection).ram()))
        .orElseGet(OptionalLong::empty);
  }

  private Figures figures(Selection selection) {
    return context.finished(selection.plan());
  }
}
