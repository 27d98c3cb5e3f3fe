package lowrank.pipeline.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import lowrank.network.RankPlan;
import lowrank.rank.budget.BudgetSolver;
import lowrank.rank.budget.Costs;
import lowrank.rank.budget.FactorBank;
import lowrank.rank.budget.Selection;

/** The curve of the least predicted loss against multiplies that a factor bank allows. */
final class ParetoFront {
  private static final int POINTS = 32;

  /** Points at which the loss is measured. */
  private static final int MEASURED = 4;

  private final SearchContext context;
  private final FactorBank bank;
  private List<Selection> curve;

  /**
   * The curve of a bank.
   *
   * @param bank with the losses of single layers as they were measured
   */
  ParetoFront(SearchContext context, FactorBank bank) {
    this.context = context;
    this.bank = bank;
  }

  /** Its points, cheapest first. */
  List<FrontPoint> predicted() {
    return curve().stream().map(selection -> point(selection, false)).toList();
  }

  /** A selection's point, with the loss that is predicted layer by layer. */
  static FrontPoint point(Selection selection, boolean chosen) {
    return point(selection, OptionalDouble.empty(), chosen);
  }

  private static FrontPoint point(Selection selection, OptionalDouble measured, boolean chosen) {
    return new FrontPoint(
        selection.costs().multiplies(),
        selection.costs().bytes(),
        selection.loss(),
        measured,
        chosen,
        selection.plan());
  }

  /**
   * Its points and the search's answer, cheapest first; the loss of that and of some others is
   * measured.
   *
   * @param answer with losses of the same bank
   */
  List<FrontPoint> with(Optional<Selection> answer, ToDoubleFunction<RankPlan> measurement) {
    List<Selection> selections = new ArrayList<>(curve());
    answer.filter(selection -> !contains(selections, selection)).ifPresent(selections::add);
    selections.sort(Comparator.comparingLong(selection -> selection.costs().multiplies()));
    List<FrontPoint> points = new ArrayList<>();
    for (int i = 0; i < selections.size(); i++) {
      Selection selection = selections.get(i);
      boolean chosen = answer.isPresent() && answer.get().plan().equals(selection.plan());
      context.progress().working("measuring the curve", i, selections.size());
      OptionalDouble measured =
          chosen || i % (POINTS / MEASURED) == 0
              ? OptionalDouble.of(measurement.applyAsDouble(selection.plan()))
              : OptionalDouble.empty();
      points.add(point(selection, measured, chosen));
    }
    return points;
  }

  /** Solved once: the bank does not change. */
  private List<Selection> curve() {
    if (curve == null) {
      curve = List.copyOf(solved());
    }
    return curve;
  }

  private List<Selection> solved() {
    BudgetSolver solver = new BudgetSolver(bank);
    long least = solver.smallestMultiplies(Costs.UNLIMITED).orElseThrow();
    long most = context.network().multiplies();
    List<Selection> points = new ArrayList<>();
    for (int i = 0; i <= POINTS; i++) {
      context.progress().working("curve", i, POINTS);
      long limit = least + (most - least) * i / POINTS;
      Selection selection = solver.leastLoss(Costs.UNLIMITED.withMultiplies(limit)).orElseThrow();
      if (!contains(points, selection)) {
        points.add(selection);
      }
    }
    return points;
  }

  private static boolean contains(List<Selection> curve, Selection selection) {
    return curve.stream().anyMatch(point -> point.plan().equals(selection.plan()));
  }
}
