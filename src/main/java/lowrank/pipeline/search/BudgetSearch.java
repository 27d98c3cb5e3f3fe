package lowrank.pipeline.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lowrank.diagnostic.CompileException;
import lowrank.network.Network;
import lowrank.network.RankPlan;
import lowrank.pipeline.search.CandidateGrid.Way;
import lowrank.pipeline.search.FeasibleSelection.Figures;
import lowrank.rank.budget.BudgetSolver;
import lowrank.rank.budget.Candidate;
import lowrank.rank.budget.Costs;
import lowrank.rank.budget.FactorBank;
import lowrank.rank.budget.LayerCandidates;
import lowrank.rank.budget.Selection;

/**
 * Chooses methods and ranks of all layers under a budget with the least loss, or with the fewest
 * multiplies under a limit on the loss: fills the factor bank, solves the knapsack, measures the
 * answer, corrects the bank around it, and solves again.
 */
public final class BudgetSearch {
  /** Inputs on which losses are measured. */
  private static final int LOSS_INPUTS = 192;

  /** Times that the answer is measured and the bank corrected. */
  private static final int ROUNDS = 3;

  /** Steps of the search for the largest loss that keeps the accuracy. */
  private static final int BISECTIONS = 7;

  /** The smallest predicted loss that is tried, as a share of the largest. */
  private static final double SMALLEST_LOSS = 1e-5;

  private static final int FRONT_POINTS = 32;

  private final SearchContext context;
  private final SensitivityMeter meter;
  private final FactorBank bank;
  private final Budget budget;
  private final Costs asked;
  private Costs limits;

  /**
   * Fills the bank.
   *
   * @param method a decomposition's name, or {@code auto} for all
   * @param layers that may be decomposed
   */
  public BudgetSearch(
      SearchContext context, String method, List<String> layers, SearchSettings settings) {
    this.context = context;
    this.budget = settings.budget();
    this.meter =
        new SensitivityMeter(
            context.network(), context.decomposer(), context.inputs().first(LOSS_INPUTS));
    this.asked = resolved();
    this.limits = asked;
    MemoryNeeds needs = MemoryNeeds.of(context.firmware(), context.network());
    Sensitivities sensitivities = new Sensitivities(meter, context.cache());
    Map<String, List<List<Way>>> ways =
        new CandidateGrid(context.network(), settings.granularity())
            .ways(method, context.statistics());
    ways.keySet().retainAll(layers);
    this.bank =
        new BankBuilder(context.network(), sensitivities, needs, context.progress())
            .build(ways)
            .pruned();
  }

  private Costs resolved() {
    Costs given =
        Costs.UNLIMITED.withMultiplies(
            budget
                .multiplies()
                .map(amount -> amount.of(context.network().multiplies()))
                .orElse(Long.MAX_VALUE));
    if (budget.flash().isEmpty() && budget.ram().isEmpty()) {
      return given;
    }
    Figures original = Figures.of(context.firmware(), context.network());
    return given
        .withBytes(budget.flash().map(a -> a.of(original.flash())).orElse(Long.MAX_VALUE))
        .withRam(budget.ram().map(a -> a.of(original.ram())).orElse(Long.MAX_VALUE));
  }

  /**
   * The plan.
   *
   * @throws CompileException INFEASIBLE_BUDGET, with the least that can be met
   */
  public RankPlan plan() {
    return (budget.drop().isPresent() ? withinDrop(budget.drop().getAsDouble()) : leastLoss())
        .plan();
  }

  /** What was asked for, percentages resolved. */
  public Costs limits() {
    return asked;
  }

  /**
   * The plan with limits that are lower by what finished firmware exceeded them.
   *
   * @throws CompileException as {@link #plan}
   */
  public RankPlan tightened(long flash, long ram) {
    limits = limits.withBytes(limits.bytes() - flash).withRam(limits.ram() - ram);
    return plan();
  }

  /** Points of the curve of the least predicted loss against multiplies, cheapest first. */
  public List<FrontPoint> front() {
    BudgetSolver solver = new BudgetSolver(bank);
    long least = solver.smallestMultiplies(Costs.UNLIMITED).orElseThrow();
    long most = context.network().multiplies();
    List<FrontPoint> points = new ArrayList<>();
    for (int i = 0; i <= FRONT_POINTS; i++) {
      context.progress().working("curve", i, FRONT_POINTS);
      long limit = least + (most - least) * i / FRONT_POINTS;
      Selection selection = solver.leastLoss(Costs.UNLIMITED.withMultiplies(limit)).orElseThrow();
      Costs costs = selection.costs();
      FrontPoint point =
          new FrontPoint(costs.multiplies(), costs.bytes(), selection.loss(), selection.plan());
      if (!points.contains(point)) {
        points.add(point);
      }
    }
    return points;
  }

  /**
   * A point of the curve.
   *
   * @param bytes of weights, biases and multipliers
   * @param loss predicted
   */
  public record FrontPoint(long multiplies, long bytes, double loss, RankPlan plan) {}

  private Selection leastLoss() {
    FactorBank current = bank;
    Selection best = null;
    double least = Double.POSITIVE_INFINITY;
    for (int round = 0; round < ROUNDS; round++) {
      Optional<Selection> found = feasible().find(current, BudgetSolver::leastLoss);
      if (found.isEmpty() && best == null) {
        throw Infeasible.of(context, bank, budget, limits);
      }
      if (found.isEmpty() || (best != null && found.get().plan().equals(best.plan()))) {
        break;
      }
      Selection selection = found.get();
      if (selection.plan().choices().isEmpty()) {
        return selection;
      }
      double loss = jointLoss(selection, round);
      if (loss < least) {
        least = loss;
        best = selection;
      }
      if (round + 1 < ROUNDS) {
        JointCorrection correction =
            new JointCorrection(context.network(), context.decomposer(), meter, context.progress());
        current = bank.scaled(correction.factors(bank, original(selection)));
      }
    }
    return best;
  }

  /** The same choices with the losses that were measured for single layers. */
  private Selection original(Selection selection) {
    List<Candidate> chosen = new ArrayList<>();
    for (int i = 0; i < bank.layers().size(); i++) {
      RankPlan.Choice choice = selection.chosen().get(i).choice();
      chosen.add(
          bank.layers().get(i).candidates().stream()
              .filter(candidate -> candidate.choice().equals(choice))
              .findFirst()
              .orElseThrow());
    }
    return new Selection(bank, chosen);
  }

  private double jointLoss(Selection selection, int round) {
    context.progress().working("measuring the whole network", round, ROUNDS);
    return meter.measure(refitted(selection));
  }

  private Network refitted(Selection selection) {
    return context.refit().refit(context.decomposer().apply(context.network(), selection.plan()));
  }

  private FeasibleSelection feasible() {
    return new FeasibleSelection(
        context.network(), context.decomposer(), context.firmware(), limits);
  }

  /** Bisection for the largest predicted loss at which the accuracy has not dropped by more. */
  private Selection withinDrop(double drop) {
    double original = context.accuracy().applyAsDouble(context.network());
    double largest = largestLoss();
    double high = StrictMath.log(largest);
    double low = StrictMath.log(largest * SMALLEST_LOSS);
    Selection best = null;
    for (int i = 0; i < BISECTIONS; i++) {
      context.progress().working("measuring accuracy", i, BISECTIONS);
      double middle = (low + high) / 2;
      Optional<Selection> found =
          feasible()
              .find(bank, (solver, rest) -> solver.leastMultiplies(StrictMath.exp(middle), rest));
      if (found.isEmpty()) {
        low = middle;
      } else if (original - context.accuracy().applyAsDouble(refitted(found.get())) <= drop) {
        best = found.get();
        low = middle;
      } else {
        high = middle;
      }
    }
    return best != null ? best : standing();
  }

  /** All layers as they are, if that is within the limits. */
  private Selection standing() {
    return feasible()
        .find(bank, (solver, rest) -> solver.leastMultiplies(0, rest))
        .orElseThrow(() -> Infeasible.of(context, bank, budget, limits));
  }

  private double largestLoss() {
    double sum = 0;
    for (LayerCandidates layer : bank.layers()) {
      sum += layer.candidates().stream().mapToDouble(Candidate::loss).max().orElse(0);
    }
    return Math.max(sum, SMALLEST_LOSS);
  }
}
