package lowrank.pipeline.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import lowrank.diagnostic.CompileException;
import lowrank.network.Network;
import lowrank.network.RankPlan;
import lowrank.pipeline.search.CandidateGrid.Way;
import lowrank.pipeline.search.FeasibleSelection.Figures;
import lowrank.program.Program;
import lowrank.provenance.SearchLoss;
import lowrank.rank.budget.BudgetSolver;
import lowrank.rank.budget.Candidate;
import lowrank.rank.budget.Costs;
import lowrank.rank.budget.FactorBank;
import lowrank.rank.budget.LayerCandidates;
import lowrank.rank.budget.Selection;

/**
 * Chooses methods and ranks of all layers under a budget with the least loss, or with the fewest
 * instructions under a limit on the loss: fills the factor bank, solves the knapsack, measures the
 * answer, corrects the bank around it, and solves again.
 */
public final class BudgetSearch {
  /** Inputs on which losses are measured in networks of at most {@link #MEASURED_LAYERS}. */
  private static final int LOSS_INPUTS = 192;

  /**
   * With more layers there are fewer inputs for each: the sum over the layers is what the search
   * looks at, and the whole work grows no faster than the network.
   */
  private static final int MEASURED_LAYERS = 24;

  private static final int FEWEST_LOSS_INPUTS = 48;

  /** Steps of the search for the largest loss that keeps the accuracy. */
  private static final int BISECTIONS = 7;

  /** The smallest predicted loss that is tried, as a share of the largest. */
  private static final double SMALLEST_LOSS = 1e-5;

  /** Share of its predicted loss that a plan may keep after its accuracy dropped by too much. */
  private static final double SAFER = 0.5;

  private final SearchContext context;
  private final SensitivityMeter meter;
  private final FactorBank bank;
  private final Budget budget;
  private final Predictions predictions;
  private final ParetoFront front;
  private final Costs asked;
  private Costs limits;
  private Selection answer;
  private double largestLoss = Double.POSITIVE_INFINITY;

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
            context.network(),
            context.decomposer(),
            context.inputs().spread(lossInputs(layers.size())));
    Program program = context.firmware().program(context.network());
    this.predictions = new Predictions(context.network(), context.firmware(), program);
    this.asked = resolved();
    this.limits = asked;
    MemoryNeeds needs = MemoryNeeds.of(context.firmware(), context.network(), program);
    Sensitivities sensitivities = new Sensitivities(meter, context.cache(), context.progress());
    Map<String, List<List<Way>>> ways =
        new CandidateGrid(context.network(), settings.granularity())
            .ways(method, context.statistics());
    ways.keySet().retainAll(layers);
    FactorBank filled =
        new BankBuilder(context.network(), sensitivities, needs, context.progress()).build(ways);
    this.bank = predictions.in(filled, ways, budget.limitsSize()).pruned();
    this.front = new ParetoFront(context, bank);
  }

  private static int lossInputs(int layers) {
    return Math.max(
        FEWEST_LOSS_INPUTS, LOSS_INPUTS * MEASURED_LAYERS / Math.max(layers, MEASURED_LAYERS));
  }

  private Costs resolved() {
    Costs given =
        Costs.UNLIMITED.withMultiplies(
            budget
                .multiplies()
                .map(amount -> amount.of(context.network().multiplies()))
                .orElse(Long.MAX_VALUE));
    given =
        given.withInstructions(
            budget
                .instructions()
                .map(amount -> amount.of(predictions.whole()))
                .orElse(Long.MAX_VALUE));
    given =
        given.withParameters(
            budget
                .parameters()
                .map(amount -> amount.of(context.network().parameters()))
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
    answer = budget.drop().isPresent() ? withinDrop(budget.drop().getAsDouble()) : leastLoss();
    return answer.plan();
  }

  /** The last plan as a point beside the curve: its loss as predicted layer by layer. */
  public FrontPoint chosen() {
    return ParetoFront.point(original(answer), true);
  }

  /** Points of the curve of the least predicted loss against multiplies, cheapest first. */
  public List<FrontPoint> predictedFront() {
    return front.predicted();
  }

  /**
   * What was predicted of the last plan, and what is measured of it; empty before {@link #plan}.
   *
   * @param finished the network that the plan led to
   */
  public Optional<SearchLoss> loss(Network finished) {
    if (answer == null) {
      return Optional.empty();
    }
    Network decomposed = context.decomposer().apply(context.network(), answer.plan());
    return Optional.of(
        new SearchLoss(
            OutputLoss.classifies(context.network()) ? SearchLoss.DIVERGENCE : SearchLoss.ERROR,
            meter.inputs(),
            answer.loss(),
            meter.measure(decomposed),
            meter.measure(finished)));
  }

  /** What was asked for, percentages resolved. */
  public Costs limits() {
    return asked;
  }

  /**
   * Another plan, since the firmware of the last one takes more than was asked for once it is
   * finished. What finishing added to it is taken off the limits: the same plan is not found again.
   *
   * @param flash of the finished firmware, in bytes
   * @param ram of the finished firmware, in bytes
   * @throws CompileException as {@link #plan}
   */
  public RankPlan tightened(long flash, long ram) {
    Figures planned = feasible().figures(answer);
    if (flash > asked.bytes()) {
      long allowed = asked.bytes() - (flash - planned.flash());
      limits = limits.withBytes(Math.min(limits.bytes(), allowed));
    }
    if (ram > asked.ram()) {
      long allowed = asked.ram() - (ram - planned.ram());
      limits = limits.withRam(Math.min(limits.ram(), allowed));
    }
    return plan();
  }

  /**
   * A plan with less loss, for when the finished network's accuracy has dropped by more than the
   * search had measured, with a refit on fewer inputs.
   *
   * @param lost points by which the accuracy dropped with the last plan
   * @throws CompileException INFEASIBLE_BUDGET if other limits forbid every such plan
   */
  public RankPlan safer(double lost) {
    largestLoss = answer.loss() * SAFER;
    double limit = largestLoss < bankLoss() * SMALLEST_LOSS ? 0 : largestLoss;
    answer =
        feasible()
            .find(bank, (solver, rest) -> solver.leastInstructions(limit, rest))
            .orElseThrow(() -> infeasible(OptionalDouble.of(lost)));
    return answer.plan();
  }

  /**
   * Points of the curve of the least predicted loss against multiplies, cheapest first, with the
   * last plan among them; at some of them and at the plan the loss is measured too.
   */
  public List<FrontPoint> front() {
    return front.with(
        Optional.ofNullable(answer).map(this::original),
        plan -> RoundedPlan.of(plan, context, meter).refittedLoss());
  }

  /**
   * The answer that loses least, of those that the corrections lead to. Each round has another one:
   * where corrections change nothing any more, the next best is looked at.
   */
  private Selection leastLoss() {
    FactorBank current = bank;
    RoundingLosses rounding = new RoundingLosses(context, meter, bank);
    JointCorrection correction = new JointCorrection(context, meter);
    List<Selection> answers = new ArrayList<>();
    Selection best = null;
    double least = Double.POSITIVE_INFINITY;
    int rounds = context.effort().rounds();
    for (int round = 0; round < rounds; round++) {
      Optional<Selection> found = another(rounding.addedTo(current), answers);
      if (found.isEmpty()) {
        break;
      }
      Selection selection = within(current, found.get());
      RankPlan plan = selection.plan();
      if (plan.choices().isEmpty()) {
        return selection;
      }
      answers.add(selection);
      RoundedPlan rounded = RoundedPlan.of(plan, context, meter);
      context.progress().working("measuring the whole network", round, rounds);
      double loss = rounded.loss();
      if (loss < least) {
        least = loss;
        best = selection;
      }
      if (round + 1 < rounds) {
        double real = rounded.refittedLoss();
        current = current.scaled(correction.factors(current, selection));
        double predicted = within(current, selection).loss();
        rounding.learn(selection, rounded, real > 0 ? predicted / real : 1);
      }
    }
    if (best == null) {
      throw infeasible(OptionalDouble.empty());
    }
    return best;
  }

  /** The best of a bank's selections that is none of these; the smallest if there are no others. */
  private Optional<Selection> another(FactorBank corrected, List<Selection> answers) {
    List<Selection> known = answers.stream().map(answer -> within(corrected, answer)).toList();
    Optional<Selection> found = feasible().find(corrected, BudgetSolver::leastLoss, known);
    return found.isEmpty() && answers.isEmpty() ? smallest() : found;
  }

  /** The same choices with the losses that were measured for single layers. */
  private Selection original(Selection selection) {
    return within(bank, selection);
  }

  /** The same choices with another bank's losses. */
  private static Selection within(FactorBank other, Selection selection) {
    List<Candidate> chosen = new ArrayList<>();
    for (int i = 0; i < other.layers().size(); i++) {
      chosen.add(other.layers().get(i).candidate(selection.chosen().get(i).choice()));
    }
    return new Selection(other, chosen);
  }

  private FeasibleSelection feasible() {
    return new FeasibleSelection(
        context.network(), context.decomposer(), context.firmware(), limits);
  }

  /** Bisection for the largest predicted loss at which the accuracy has not dropped by more. */
  private Selection withinDrop(double drop) {
    double original = context.score().of(context.network());
    double largest = Math.min(largestLoss, bankLoss());
    double high = StrictMath.log(largest);
    double low = StrictMath.log(largest * SMALLEST_LOSS);
    Selection best = null;
    for (int i = 0; i < BISECTIONS; i++) {
      context.progress().working("measuring accuracy", i, BISECTIONS);
      double middle = (low + high) / 2;
      Optional<Selection> found =
          feasible()
              .find(bank, (solver, rest) -> solver.leastInstructions(StrictMath.exp(middle), rest));
      if (found.isEmpty()) {
        low = middle;
      } else if (original - score(found.get()) <= drop) {
        best = found.get();
        low = middle;
      } else {
        high = middle;
      }
    }
    return best != null ? best : careful(original, drop);
  }

  /** All layers as they are or, where the limits forbid that, with the least loss. */
  private Selection careful(double original, double drop) {
    Optional<Selection> standing =
        feasible().find(bank, (solver, rest) -> solver.leastInstructions(0, rest));
    if (standing.isPresent()) {
      return standing.get();
    }
    Selection least =
        feasible()
            .find(bank, BudgetSolver::leastLoss)
            .or(this::smallest)
            .orElseThrow(() -> infeasible(OptionalDouble.empty()));
    double loses = original - score(least);
    if (loses > drop) {
      throw infeasible(OptionalDouble.of(loses));
    }
    return least;
  }

  private double score(Selection selection) {
    return context
        .cache()
        .of(
            context.refitKind() + " " + context.score().name(),
            selection.plan(),
            () -> context.score().of(context.refitted(selection.plan())));
  }

  /**
   * The selection with the fewest bytes, or with the fewest among those with the least RAM, if its
   * finished firmware keeps the limits: code and stack are not the same for all, so that the
   * knapsack can miss them. They are what {@link Infeasible} names.
   */
  private Optional<Selection> smallest() {
    BudgetSolver solver = new BudgetSolver(bank);
    Costs known = asked.withBytes(Long.MAX_VALUE);
    return Stream.of(solver.fewestBytes(known), solver.fewestBytesInSmallestRam(known))
        .flatMap(Optional::stream)
        .filter(
            selection -> {
              Figures figures = context.finished(selection.plan());
              return figures.flash() <= asked.bytes() && figures.ram() <= asked.ram();
            })
        .findFirst();
  }

  private CompileException infeasible(OptionalDouble leastDrop) {
    return Infeasible.of(context, bank, budget, asked, leastDrop);
  }

  private double bankLoss() {
    double sum = 0;
    for (LayerCandidates layer : bank.layers()) {
      sum += layer.candidates().stream().mapToDouble(Candidate::loss).max().orElse(0);
    }
    return Math.max(sum, SMALLEST_LOSS);
  }
}
