package lowrank.bench;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lowrank.bench.Bench.Counted;
import lowrank.cost.CostModel;
import lowrank.cost.Work;

/**
 * Least squares of relative errors with coefficients that are not negative, by coordinate descent on
 * the normal equations (Franc, Hlavac and Navara 2005, "Sequential coordinate-wise algorithm for the
 * non-negative least squares problem").
 */
final class LeastSquares {
  private static final int ROUNDS = 4000;
  private static final double NEGLIGIBLE = 1e-3;

  /** Fewer layers than this tell nothing of an amount of work that the others do not have. */
  private static final int SUPPORT = 6;

  /** Fewer layers than this tell the plain amounts of work only. */
  private static final int MANY = 20;

  private static final List<String> PLAIN = List.of("call", "outputs", "inputs", "products");

  private LeastSquares() {}

  static CostModel.Form fit(List<Counted> layers, Work.Grain grain) {
    List<String> names =
        new ArrayList<>(Work.of(layers.get(0).kernel(), grain).amounts().keySet());
    // Of layers without windows a pixel is what a loop runs over, and there are no finer amounts.
    Set<String> plain = new HashSet<>(PLAIN);
    if (!names.contains("window-rows")) {
      plain.add("pixels");
    }
    int n = names.size();
    double[][] normal = new double[n][n];
    double[] right = new double[n];
    int[] having = new int[n];
    for (Counted layer : layers) {
      double[] row =
          Work.of(layer.kernel(), grain).amounts().values().stream()
              .mapToDouble(amount -> amount / layer.instructions())
              .toArray();
      for (int i = 0; i < n; i++) {
        having[i] += row[i] > 0 ? 1 : 0;
        right[i] += row[i];
        for (int j = 0; j < n; j++) {
          normal[i][j] += row[i] * row[j];
        }
      }
    }
    for (int i = 0; i < n; i++) {
      if (having[i] < SUPPORT && !plain.contains(names.get(i))) {
        normal[i][i] = 0;
      }
    }
    if (layers.size() < MANY) {
      for (int i = 0; i < n; i++) {
        if (!plain.contains(names.get(i))) {
          normal[i][i] = 0;
        }
      }
    }
    double[] solution = solve(normal, right);
    Map<String, Double> coefficients = new LinkedHashMap<>();
    for (int i = 0; i < n; i++) {
      if (solution[i] > NEGLIGIBLE) {
        coefficients.put(names.get(i), solution[i]);
      }
    }
    return new CostModel.Form(layers.size(), grain, coefficients);
  }

  private static double[] solve(double[][] normal, double[] right) {
    double[] solution = new double[right.length];
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < right.length; i++) {
        if (normal[i][i] > 0) {
          double gradient = -right[i];
          for (int j = 0; j < right.length; j++) {
            gradient += normal[i][j] * solution[j];
          }
          solution[i] = Math.max(0, solution[i] - gradient / normal[i][i]);
        }
      }
    }
    return solution;
  }
}
