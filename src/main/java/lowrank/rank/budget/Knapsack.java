package lowrank.rank.budget;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.ojalgo.concurrent.Parallelism;
import org.ojalgo.optimisation.Expression;
import org.ojalgo.optimisation.ExpressionsBasedModel;
import org.ojalgo.optimisation.Optimisation;
import org.ojalgo.optimisation.Variable;
import org.ojalgo.optimisation.integer.IntegerStrategy;
import org.ojalgo.type.context.NumberContext;

/**
 * The multiple-choice knapsack problem with several constraints: one item of each class, the least
 * sum of values, each sum of weights within its limit (Kellerer, Pferschy and Pisinger 2004,
 * "Knapsack Problems", chapter 11). Solved to proven optimality as a binary linear program; what
 * the solver's floating-point numbers say is checked in integers.
 */
final class Knapsack {
  private static final NumberContext GAP = NumberContext.of(12);

  private final List<List<Item>> classes;
  private final long[] limits;
  private final List<int[]> forbidden;

  /**
   * A problem.
   *
   * @param classes of items, none empty
   * @param limits of each weight; {@link Long#MAX_VALUE} for none
   * @param forbidden combinations: for each class an index, or -1 where any item is meant
   */
  Knapsack(List<List<Item>> classes, long[] limits, List<int[]> forbidden) {
    this.classes = classes;
    this.limits = limits.clone();
    this.forbidden = new ArrayList<>(forbidden);
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

  /** Indices of the best items; empty if no choice is within the limits. */
  Optional<int[]> solve() {
    while (true) {
      Optional<int[]> found = relaxedSolve();
      if (found.isEmpty() || within(found.get())) {
        return found;
      }
      forbidden.add(found.get());
    }
  }

  private boolean within(int[] indices) {
    for (int k = 0; k < limits.length; k++) {
      long sum = 0;
      for (int i = 0; i < indices.length; i++) {
        sum = Math.addExact(sum, classes.get(i).get(indices[i]).weights().get(k));
      }
      if (sum > limits[k]) {
        return false;
      }
    }
    return true;
  }

  /** The best choice as far as floating-point numbers can tell what is within the limits. */
  private Optional<int[]> relaxedSolve() {
    ExpressionsBasedModel model = new ExpressionsBasedModel();
    model.options.integer(
        IntegerStrategy.newConfigurable().withParallelism(Parallelism.ONE).withGapTolerance(GAP));
    List<List<Variable>> variables = new ArrayList<>();
    double unit = largestValue();
    for (int i = 0; i < classes.size(); i++) {
      List<Variable> row = new ArrayList<>();
      Expression one = model.addExpression("one of " + i).level(1);
      for (int j = 0; j < classes.get(i).size(); j++) {
        Variable variable = model.newVariable(i + "," + j).binary();
        variable.weight(classes.get(i).get(j).value() / unit);
        one.set(variable, 1);
        row.add(variable);
      }
      variables.add(row);
    }
    for (int k = 0; k < limits.length; k++) {
      limit(model, variables, k);
    }
    for (int[] combination : forbidden) {
      forbid(model, variables, combination);
    }
    Optimisation.Result result = model.minimise();
    return result.getState().isFeasible() ? Optional.of(chosen(result)) : Optional.empty();
  }

  private double largestValue() {
    return classes.stream()
        .flatMap(List::stream)
        .mapToDouble(Item::value)
        .filter(value -> value > 0)
        .max()
        .orElse(1);
  }

  private void limit(ExpressionsBasedModel model, List<List<Variable>> variables, int weight) {
    if (limits[weight] == Long.MAX_VALUE) {
      return;
    }
    double unit = Math.max(1, limits[weight]);
    // Sums are integers: half a unit more lets none pass that is too large, and none fail for
    // rounding that is just right.
    Expression sum = model.addExpression("limit " + weight).upper((limits[weight] + 0.5) / unit);
    for (int i = 0; i < variables.size(); i++) {
      for (int j = 0; j < variables.get(i).size(); j++) {
        sum.set(variables.get(i).get(j), classes.get(i).get(j).weights().get(weight) / unit);
      }
    }
  }

  private static void forbid(
      ExpressionsBasedModel model, List<List<Variable>> variables, int[] combination) {
    int size = (int) Arrays.stream(combination).filter(index -> index >= 0).count();
    Expression sum = model.addExpression("not " + Arrays.toString(combination)).upper(size - 1);
    for (int i = 0; i < combination.length; i++) {
      if (combination[i] >= 0) {
        sum.set(variables.get(i).get(combination[i]), 1);
      }
    }
  }

  private int[] chosen(Optimisation.Result result) {
    int[] chosen = new int[classes.size()];
    int variable = 0;
    for (int i = 0; i < chosen.length; i++) {
      double largest = -1;
      for (int j = 0; j < classes.get(i).size(); j++) {
        double value = result.doubleValue(variable++);
        if (value > largest) {
          largest = value;
          chosen[i] = j;
        }
      }
    }
    return chosen;
  }
}
