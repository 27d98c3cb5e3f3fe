package lowrank.rank.budget;

import com.google.ortools.Loader;
import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.CpSolver;
import com.google.ortools.sat.CpSolverStatus;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.LinearExprBuilder;
import com.google.ortools.sat.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The multiple-choice knapsack problem with several constraints: one item of each class, the least
 * sum of values, each sum of weights within its limit (Kellerer, Pferschy and Pisinger 2004,
 * "Knapsack Problems", chapter 11). Solved to proven optimality by CP-SAT, whose arithmetic is in
 * integers throughout.
 */
final class Knapsack {
  /** One worker and one seed: of several best choices it is the same every time. */
  private static final int SEED = 1;

  private final List<List<Item>> classes;
  private final long[] limits;
  private final List<int[]> forbidden;

  /**
   * A problem.
   *
   * @param classes of items, none empty; the sums of the largest values and weights fit in 62 bits
   * @param limits of each weight; {@link Long#MAX_VALUE} for none
   * @param forbidden combinations: for each class an index, or -1 where any item is meant
   */
  Knapsack(List<List<Item>> classes, long[] limits, List<int[]> forbidden) {
    this.classes = classes;
    this.limits = limits.clone();
    this.forbidden = List.copyOf(forbidden);
  }

  /**
   * One item.
   *
   * @param value to be minimised, not negative
   * @param weights one for each limit, not negative
   */
  record Item(long value, List<Long> weights) {
    Item {
      weights = List.copyOf(weights);
    }
  }

  /**
   * Indices of the best items; empty if no choice is within the limits.
   *
   * @throws IllegalStateException if the solver ends without a proof
   */
  Optional<int[]> solve() {
    Loader.loadNativeLibraries();
    CpModel model = new CpModel();
    List<List<BoolVar>> variables = new ArrayList<>();
    LinearExprBuilder value = LinearExpr.newBuilder();
    for (List<Item> items : classes) {
      List<BoolVar> row = new ArrayList<>();
      for (Item item : items) {
        BoolVar variable = model.newBoolVar("");
        value.addTerm(variable, item.value());
        row.add(variable);
      }
      model.addExactlyOne(row.toArray(new Literal[0]));
      variables.add(row);
    }
    for (int k = 0; k < limits.length; k++) {
      if (limits[k] != Long.MAX_VALUE) {
        model.addLessOrEqual(sum(variables, k), limits[k]);
      }
    }
    forbidden.forEach(combination -> model.addBoolOr(another(variables, combination)));
    model.minimize(value);
    CpSolver solver = new CpSolver();
    solver.getParameters().setNumWorkers(1).setRandomSeed(SEED);
    CpSolverStatus status = solver.solve(model);
    if (status == CpSolverStatus.INFEASIBLE) {
      return Optional.empty();
    }
    if (status != CpSolverStatus.OPTIMAL) {
      throw new IllegalStateException("knapsack of " + classes.size() + " classes: " + status);
    }
    return Optional.of(variables.stream().mapToInt(row -> chosen(row, solver)).toArray());
  }

  private LinearExpr sum(List<List<BoolVar>> variables, int weight) {
    LinearExprBuilder sum = LinearExpr.newBuilder();
    for (int i = 0; i < classes.size(); i++) {
      for (int j = 0; j < classes.get(i).size(); j++) {
        sum.addTerm(variables.get(i).get(j), classes.get(i).get(j).weights().get(weight));
      }
    }
    return sum.build();
  }

  /** One of which is true in every other combination. */
  private static Literal[] another(List<List<BoolVar>> variables, int[] combination) {
    return IntStream.range(0, combination.length)
        .filter(i -> combination[i] >= 0)
        .mapToObj(i -> variables.get(i).get(combination[i]).not())
        .toArray(Literal[]::new);
  }

  private static int chosen(List<BoolVar> row, CpSolver solver) {
    return IntStream.range(0, row.size())
        .filter(j -> solver.booleanValue(row.get(j)))
        .findFirst()
        .orElseThrow();
  }
}
