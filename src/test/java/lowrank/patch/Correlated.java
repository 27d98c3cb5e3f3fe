package lowrank.patch;

import java.util.Random;
import lowrank.operator.WeightedOperator;

/** Patches with structure, as moments: of fixed seed. */
public final class Correlated {
  /** What is special about the patches. */
  public enum Kind {
    /** Every input depends on every other. */
    FULL,
    /** Fewer samples than inputs: the covariance has no inverse. */
    FEW_SAMPLES,
    /** Every third input is always zero, as after a rectifier that never fires. */
    DEAD_INPUTS,
    /** Every third input has one value. */
    CONSTANT_INPUTS,
    /** All inputs always zero. */
    NOTHING,
    /** Inputs of very different size. */
    UNEQUAL
  }

  private Correlated() {}

  /** Elements of the patch of one group. */
  public static int length(WeightedOperator operator) {
    return operator.weights().size() / operator.outputChannels();
  }

  /** Moments of patches and responses. */
  public static MomentSums.Moments moments(Kind kind, int length, int outputs, long seed) {
    double[][] rows = rows(kind, length + outputs, seed);
    MomentSums sums = new MomentSums(length, outputs);
    for (double[] row : rows) {
      sums.add(
          (x, xFrom, y, yFrom) -> {
            System.arraycopy(row, 0, x, xFrom, length);
            System.arraycopy(row, length, y, yFrom, outputs);
          });
    }
    return sums.moments();
  }

  /** The patches themselves, one row each. */
  public static double[][] rows(Kind kind, int length, long seed) {
    Random random = new Random(seed);
    double[][] mix = new double[length][length];
    for (double[] row : mix) {
      for (int j = 0; j < length; j++) {
        row[j] = random.nextGaussian() * StrictMath.pow(0.8, j);
      }
    }
    int count = kind == Kind.FEW_SAMPLES ? 1 + length / 3 : 4 * length + 7;
    double[][] rows = new double[count][length];
    for (double[] row : rows) {
      double[] source = new double[length];
      for (int j = 0; j < length; j++) {
        source[j] = random.nextGaussian();
      }
      for (int i = 0; i < length; i++) {
        for (int j = 0; j < length; j++) {
          row[i] += mix[i][j] * source[j];
        }
        row[i] = special(kind, i, row[i] + 0.3);
      }
    }
    return rows;
  }

  private static double special(Kind kind, int input, double value) {
    boolean third = input % 3 == 1;
    return switch (kind) {
      case FULL, FEW_SAMPLES -> value;
      case DEAD_INPUTS -> third ? 0 : value;
      case CONSTANT_INPUTS -> third ? 2.5 : value;
      case NOTHING -> 0;
      case UNEQUAL -> value * StrictMath.pow(10, input % 7 - 3);
    };
  }
}
