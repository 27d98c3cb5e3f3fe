package lowrank.rank.budget;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Loss as a function of the squared error of a layer's responses, from a few measured points:
 * piecewise linear between the logarithms, never falling. Towards smaller errors the loss is
 * proportional to the squared error, as it is for any smooth loss at its least value; beyond the
 * largest error measured, too, but never less than what was measured.
 */
public final class LossCurve {
  /** Stands for a loss or an error of zero, whose logarithm there is not. */
  private static final double NOTHING = 1e-12;

  private final double[] errors;
  private final double[] losses;

  /**
   * A measured point.
   *
   * @param error squared, relative, not negative
   * @param loss not negative
   */
  public record Point(double error, double loss) {}

  /** The curve through the points, made monotone by pooling neighbours that violate it. */
  public LossCurve(List<Point> measured) {
    if (measured.isEmpty()) {
      throw new IllegalArgumentException("no points");
    }
    List<Point> sorted = new ArrayList<>(measured);
    sorted.sort(Comparator.comparingDouble(Point::error).thenComparingDouble(Point::loss));
    errors = sorted.stream().mapToDouble(point -> log(point.error())).toArray();
    losses = pooled(sorted.stream().mapToDouble(point -> log(point.loss())).toArray());
  }

  /** Loss at an error. */
  public double at(double error) {
    double x = log(error);
    int last = errors.length - 1;
    if (x <= errors[0]) {
      return StrictMath.exp(losses[0] + x - errors[0]);
    }
    if (x >= errors[last]) {
      return StrictMath.exp(losses[last] + x - errors[last]);
    }
    int upper = 1;
    while (errors[upper] < x) {
      upper++;
    }
    double width = errors[upper] - errors[upper - 1];
    double share = width == 0 ? 1 : (x - errors[upper - 1]) / width;
    return StrictMath.exp(losses[upper - 1] + share * (losses[upper] - losses[upper - 1]));
  }

  /** Isotonic regression by pooling adjacent violators (Barlow et al. 1972). */
  private static double[] pooled(double[] values) {
    List<double[]> blocks = new ArrayList<>();
    for (double value : values) {
      blocks.add(new double[] {value, 1});
      while (blocks.size() > 1 && last(blocks, 2)[0] > last(blocks, 1)[0]) {
        double[] right = blocks.remove(blocks.size() - 1);
        double[] left = last(blocks, 1);
        left[0] = (left[0] * left[1] + right[0] * right[1]) / (left[1] + right[1]);
        left[1] += right[1];
      }
    }
    double[] pooled = new double[values.length];
    int next = 0;
    for (double[] block : blocks) {
      for (int i = 0; i < block[1]; i++) {
        pooled[next++] = block[0];
      }
    }
    return pooled;
  }

  private static double[] last(List<double[]> blocks, int back) {
    return blocks.get(blocks.size() - back);
  }

  private static double log(double value) {
    return StrictMath.log(Math.max(value, NOTHING));
  }
}
