package lowrank.pipeline.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
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
  private final List<String> options = new ArrayList<>();
  private final List<String> least = new ArrayList<>();

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
    infeasible.add(
        budget.multiplies(),
        "--max-multiplies ",
        limits.multiplies(),
        solver -> solver.smallestMultiplies(limits));
    infeasible.add(
        budget.instructions(),
        "--max-instructions ",
        limits.instructions(),
        solver -> solver.smallestInstructions(limits));
    infeasible.add(
        budget.parameters(),
        "--max-parameters ",
        limits.parameters(),
        solver -> solver.smallestParameters(limits));
    infeasible.add(budget.flash(), "--max-flash ", limits.bytes(), infeasible::leastFlash);
    infeasible.add(budget.ram(), "--max-ram ", limits.ram(), infeasible::leastRam);
    List<String> options = infeasible.options;
    List<String> least = infeasible.least;
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

  /** An option, if it was given, and the least value of it that the others leave. */
  private void add(
      Optional<Amount> asked,
      String option,
      long limit,
      Function<BudgetSolver, OptionalLong> smallest) {
    if (asked.isPresent()) {
      options.add(option + limit);
      smallest.apply(solver).ifPresent(value -> least.add(option + value));
    }
  }

  /** Of the selection with the fewest bytes of weights, what its firmware takes. */
  private OptionalLong leastFlash(BudgetSolver solver) {
    Optional<Selection> smallest = solver.fewestBytes(limits);
    return smallest.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(figures(smallest.get()).flash());
  }

  private OptionalLong leastRam(BudgetSolver solver) {
    return solver
        .fewestBytesInSmallestRam(limits)
        .map(selection -> OptionalLong.of(figures(selection).ram()))
        .orElseGet(OptionalLong::empty);
  }

  private Figures figures(Selection selection) {
    return context.finished(selection.plan());
  }
}
