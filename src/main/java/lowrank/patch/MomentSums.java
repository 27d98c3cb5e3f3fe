package lowrank.patch;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Streaming sums of patches x and responses y: x, y, x·xᵀ and y·xᵀ. Memory is one matrix of the
 * patch's size and a block of rows; the order of additions does not depend on the number of
 * processors.
 */
public final class MomentSums {
  private static final int BLOCK = 64;
  private static final int STRIPE = 16;

  private final int length;
  private final int outputs;
  private final double[] patches;
  private final double[] responses;
  private final double[] sums;
  private final double[] responseSums;
  private final double[] products;
  private final double[] crossProducts;
  private final boolean squares;
  private final boolean parallel;
  private int filled;
  private long count;

  /** Sums for patches of {@code length} and {@code outputs} responses; 0 if there are none. */
  public MomentSums(int length, int outputs) {
    this(length, outputs, true, true);
  }

  /** The same on one processor, for patches so short that sharing the work costs more. */
  public static MomentSums sequential(int length, int outputs) {
    return new MomentSums(length, outputs, true, false);
  }

  /** Sums without x·xᵀ, for patches whose covariance is known. */
  public static MomentSums ofResponses(int length, int outputs) {
    return new MomentSums(length, outputs, false, true);
  }

  private MomentSums(int length, int outputs, boolean squares, boolean parallel) {
    this.squares = squares;
    this.parallel = parallel;
    this.length = length;
    this.outputs = outputs;
    this.patches = new double[BLOCK * length];
    this.responses = new double[BLOCK * outputs];
    this.sums = new double[length];
    this.responseSums = new double[outputs];
    this.products = new double[squares ? Math.multiplyExact(length, length) : 0];
    this.crossProducts = new double[Math.multiplyExact(outputs, length)];
  }

  /** Takes a row that a caller writes at these offsets. */
  @FunctionalInterface
  public interface RowWriter {
    void write(double[] patches, int patchOffset, double[] responses, int responseOffset);
  }

  /** Adds one patch with its responses, which start from 0. */
  public void add(RowWriter writer) {
    Arrays.fill(responses, filled * outputs, (filled + 1) * outputs, 0);
    writer.write(patches, filled * length, responses, filled * outputs);
    filled++;
    count++;
    if (filled == BLOCK) {
      flush();
    }
  }

  private void flush() {
    Arrays.fill(patches, filled * length, BLOCK * length, 0);
    Arrays.fill(responses, filled * outputs, BLOCK * outputs, 0);
    for (int row = 0; row < filled; row++) {
      for (int i = 0; i < length; i++) {
        sums[i] += patches[row * length + i];
      }
      for (int t = 0; t < outputs; t++) {
        responseSums[t] += responses[row * outputs + t];
      }
    }
    int stripes = squares ? (length + STRIPE - 1) / STRIPE : 0;
    int crossStripes = (outputs + STRIPE - 1) / STRIPE;
    IntStream all = IntStream.range(0, stripes + crossStripes);
    (parallel ? all.parallel() : all)
        .forEach(
            s -> {
              if (s < stripes) {
                accumulate(patches, length, products, s * STRIPE, true);
              } else {
                accumulate(responses, outputs, crossProducts, (s - stripes) * STRIPE, false);
              }
            });
    filled = 0;
  }

  /** Rows {@code first} on of leftᵀ · patches; from the diagonal on if {@code upper}. */
  private void accumulate(
      double[] left, int leftLength, double[] target, int first, boolean upper) {
    int last = Math.min(leftLength, first + STRIPE);
    for (int i = first; i < last; i++) {
      for (int row = 0; row < BLOCK; row += 4) {
        double a = left[row * leftLength + i];
        double b = left[(row + 1) * leftLength + i];
        double c = left[(row + 2) * leftLength + i];
        double d = left[(row + 3) * leftLength + i];
        if (a != 0 || b != 0 || c != 0 || d != 0) {
          addRows(target, i * length, row * length, upper ? i : 0, a, b, c, d);
        }
      }
    }
  }

  private void addRows(
      double[] target, int to, int from, int start, double a, double b, double c, double d) {
    int second = from + length;
    int third = second + length;
    int fourth = third + length;
    for (int j = start; j < length; j++) {
      target[to + j] +=
          a * patches[from + j]
              + b * patches[second + j]
              + c * patches[third + j]
              + d * patches[fourth + j];
    }
  }

  /** The moments of everything added so far. */
  public Moments moments() {
    flush();
    double[] covariance = new double[products.length];
    double[] cross = new double[crossProducts.length];
    double n = Math.max(1, count);
    for (int i = 0; i < length && squares; i++) {
      for (int j = i; j < length; j++) {
        double value = products[i * length + j] / n - sums[i] / n * (sums[j] / n);
        covariance[i * length + j] = value;
        covariance[j * length + i] = value;
      }
    }
    for (int t = 0; t < outputs; t++) {
      for (int j = 0; j < length; j++) {
        cross[t * length + j] =
            crossProducts[t * length + j] / n - responseSums[t] / n * (sums[j] / n);
      }
    }
    return new Moments(count, mean(sums, n), covariance, mean(responseSums, n), cross);
  }

  private static double[] mean(double[] sums, double count) {
    double[] mean = new double[sums.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = sums[i] / count;
    }
    return mean;
  }

  /**
   * First and second moments.
   *
   * @param count number of patches
   * @param mean E x
   * @param covariance E (x − E x)(x − E x)ᵀ, row-major; empty if it was not summed
   * @param responseMean E y
   * @param cross E (y − E y)(x − E x)ᵀ, row-major, one row for each response
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Moments(
      long count, double[] mean, double[] covariance, double[] responseMean, double[] cross) {
    /** The same patches with the responses of {@code other}. */
    public Moments withResponses(Moments other) {
      return new Moments(count, mean, covariance, other.responseMean, other.cross);
    }
  }
}
