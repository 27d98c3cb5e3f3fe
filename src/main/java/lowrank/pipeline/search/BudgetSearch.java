package lowrank.pipeline.search;

import lowrank.decompose.Decomposer;
import lowrank.decompose.InputStatistics;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.network.Network;
import lowrank.network.RankPlan;
import lowrank.rank.SearchProgress;
import lowrank.rank.budget.BudgetSolver;
import lowrank.rank.budget.Costs;
import lowrank.rank.budget.FactorBank;
import lowrank.rank.budget.Selection;

/** Chooses methods and ranks of all layers under a budget with the least loss. */
public final class BudgetSearch {
  /** Inputs on which sensitivities are measured. */
  private static final int SENSITIVITY_INPUTS = 192;

  private final Network network;
  private final Inputs inputs;
  private final Decomposer decomposer;
  private final InputStatistics statistics;
  private final SearchProgress progress;

  /** A search. */
  public BudgetSearch(
      Network network,
      Inputs inputs,
      Decomposer decomposer,
      InputStatistics statistics,
      SearchProgress progress) {
    this.network = network;
    this.inputs = inputs;
    this.decomposer = decomposer;
    this.statistics = statistics;
    this.progress = progress;
  }

  /**
   * The plan.
   *
   * @throws CompileException if the budget cannot be met
   */
  public RankPlan search(String method, SearchSettings settings) {
    Budget budget = settings.budget();
    FactorBank bank = bank(method, settings.granularity()).pruned();
    BudgetSolver solver = new BudgetSolver(bank);
    Costs limits =
        new Costs(
            budget.multiplies().map(a -> a.of(network.multiplies())).orElse(Long.MAX_VALUE),
            Long.MAX_VALUE,
            Long.MAX_VALUE);
    Selection selection =
        solver
            .leastLoss(limits)
            .orElseThrow(
                () ->
                    new CompileException(
                        Fault.INFEASIBLE_BUDGET,
                        "multiplies",
                        limits.multiplies(),
                        solver.smallestMultiplies(limits).orElse(-1)));
    return selection.plan();
  }

  private FactorBank bank(String method, int granularity) {
    SensitivityMeter meter =
        new SensitivityMeter(network, decomposer, inputs.first(SENSITIVITY_INPUTS));
    return new BankBuilder(network, meter, progress)
        .build(new CandidateGrid(network, granularity).ways(method, statistics));
  }
}
