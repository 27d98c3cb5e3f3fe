package lowrank.pipeline.search;

import java.util.List;
import java.util.Optional;
import lowrank.decompose.Decomposer;
import lowrank.network.Network;
import lowrank.pipeline.search.FirmwareMeter.Image;
import lowrank.program.Program;
import lowrank.rank.budget.BudgetSolver;
import lowrank.rank.budget.Costs;
import lowrank.rank.budget.FactorBank;
import lowrank.rank.budget.Selection;

/**
 * The best selection whose firmware is truly within the limits. The knapsack knows weights and
 * lower bounds of memory; each of its answers is planned, and compiled where that is possible. What
 * code adds to the weights and the stack to the plan is taken off the limits, a selection whose
 * plan has gaps that do not fit is forbidden, and the knapsack is solved again.
 */
final class FeasibleSelection {
  private static final int ATTEMPTS = 24;

  private final Network network;
  private final Decomposer decomposer;
  private final FirmwareMeter meter;
  private final Costs limits;

  /**
   * For one network.
   *
   * @param limits that the firmware must keep
   */
  FeasibleSelection(Network network, Decomposer decomposer, FirmwareMeter meter, Costs limits) {
    this.network = network;
    this.decomposer = decomposer;
    this.meter = meter;
    this.limits = limits;
  }

  /** What one network's firmware takes, multiplies apart. */
  record Figures(long flash, long ram, long stack) {
    static Figures of(FirmwareMeter meter, Network network) {
      return of(meter, meter.program(network));
    }

    static Figures of(FirmwareMeter meter, Program program) {
      Optional<Image> image = meter.image(program);
      long stack = image.map(Image::stack).orElse(0L);
      return new Figures(
          image.map(Image::flash).orElseGet(() -> meter.constantBytes(program)),
          program.arenaBytes() + stack,
          stack);
    }
  }

  /** Finds the best selection of the knapsack for some limits. */
  @FunctionalInterface
  interface Objective {
    Optional<Selection> best(BudgetSolver solver, Costs limits);
  }

  /** The best selection; empty if none is within the limits. */
  Optional<Selection> find(FactorBank bank, Objective objective) {
    return find(bank, objective, List.of());
  }

  /** The best selection but these of the same bank; empty if no other is within the limits. */
  Optional<Selection> find(FactorBank bank, Objective objective, List<Selection> known) {
    BudgetSolver solver = new BudgetSolver(bank);
    known.forEach(solver::forbid);
    Costs rest = limits;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<Selection> found = objective.best(solver, rest);
      if (found.isEmpty() || !limitsFirmware()) {
        return found;
      }
      Selection selection = found.get();
      Figures figures = figures(selection);
      if (figures.flash() <= limits.bytes() && figures.ram() <= limits.ram()) {
        return found;
      }
      if (figures.flash() > limits.bytes()) {
        rest = rest.withBytes(selection.costs().bytes() - (figures.flash() - limits.bytes()));
      }
      if (figures.ram() > limits.ram()) {
        rest = rest.withRam(limits.ram() - figures.stack());
        solver.forbid(selection);
      }
    }
    return Optional.empty();
  }

  /** The true figures of a selection. */
  Figures figures(Selection selection) {
    return Figures.of(meter, decomposer.apply(network, selection.plan()));
  }

  private boolean limitsFirmware() {
    return limits.bytes() != Long.MAX_VALUE || limits.ram() != Long.MAX_VALUE;
  }
}
