package lowrank.patch;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import lowrank.matrix.MatrixProduct;

/**
 * Streaming sums of patches x and responses y: x, y, x·xᵀ and y·xᵀ. Memory is one matrix of the
 * patch's size and two blocks of rows: while one is filled, the other is multiplied on another
 * processor, unless patches are short. The order of additions does not depend on the number of
 * processors.
 */
public final class MomentSums {
  private static final int BLOCK = 256;

  /** Products for a row below which handing blocks over takes longer than multiplying them. */
  private static final int WORTH_SHARING = 8192;

  private final int length;
  private final int outputs;
  private final double[] sums;
  private final double[] responseSums;
  private final double[] products;
  private final double[] crossProducts;
  private final boolean squares;
  private final boolean overlapped;
  private Block filling;
  private Block multiplying;
  private Optional<ForkJoinTask<?>> multiplied = Optional.empty();
  private long count;

  /** Sums for patches of {@code length} and {@code outputs} responses; 0 if there are none. */
  public MomentSums(int length, int outputs) {
    this(length, outputs, true);
  }

  /** Sums without x·xᵀ, for patches whose covariance is known. */
  public static MomentSums ofResponses(int length, int outputs) {
    return new MomentSums(length, outputs, false);
  }

  private MomentSums(int length, int outputs, boolean squares) {
    this.squares = squares;
    this.overlapped = (long) length * (squares ? length + outputs : outputs) >= WORTH_SHARING;
    this.length = length;
    this.outputs = outputs;
    this.sums = new double[length];
    this.responseSums = new double[outputs];
    this.products = new double[squares ? Math.multiplyExact(length, length) : 0];
    this.crossProducts = new double[Math.multiplyExact(outputs, length)];
    this.filling = new Block(length, outputs);
    this.multiplying = overlapped ? new Block(length, outputs) : filling;
  }

  /** Some rows. */
  private static final class Block {
    private final double[] patches;
    private final double[] responses;
    private int filled;

    Block(int length, int outputs) {
      this.patches = new double[BLOCK * length];
      this.responses = new double[BLOCK * outputs];
    }
  }

  /** Takes a row that a caller writes at these offsets. */
  @FunctionalInterface
  public interface RowWriter {
    void write(double[] patches, int patchOffset, double[] responses, int responseOffset);
  }

  /** Adds one patch with its responses, which start from 0. */
  public void add(RowWriter writer) {
    int row = filling.filled;
    Arrays.fill(filling.responses, row * outputs, (row + 1) * outputs, 0);
    writer.write(filling.patches, row * length, filling.responses, row * outputs);
    filling.filled++;
    count++;
    if (filling.filled == BLOCK) {
      flush();
    }
  }

  private void flush() {
    multiplied.ifPresent(ForkJoinTask::join);
    if (!overlapped) {
      accumulate(filling);
      return;
    }
    Block full = filling;
    filling = multiplying;
    multiplying = full;
    multiplied = Optional.of(ForkJoinPool.commonPool().submit(() -> accumulate(full)));
  }

  private void accumulate(Block block) {
    for (int row = 0; row < block.filled; row++) {
      for (int i = 0; i < length; i++) {
        sums[i] += block.patches[row * length + i];
      }
      for (int t = 0; t < outputs; t++) {
        responseSums[t] += block.responses[row * outputs + t];
      }
    }
    if (squares) {
      MatrixProduct.addGram(block.patches, block.filled, length, products);
    }
    MatrixProduct.addTransposed(
        block.responses, block.patches, block.filled, outputs, length, crossProducts);
    block.filled = 0;
  }

  /** The moments of everything added so far. */
  public Moments moments() {
    flush();
    multiplied.ifPresent(ForkJoinTask::join);
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
