package lowrank.kernel;

/**
 * Adds the product of two matrices of 32-bit integers to a third: four rows of the right one times
 * numbers of the left one are added to a row of the result, in a loop that the virtual machine
 * turns into vector instructions where rows are long. Sums wrap around, so that their order does
 * not matter.
 */
final class IntegerProduct {
  private static final int TERMS = 4;

  private IntegerProduct() {}

  /** The size of a matrix of at least that depth; what is behind is to be zero. */
  static int depth(int depth) {
    return (depth + TERMS - 1) / TERMS * TERMS;
  }

  /**
   * Adds.
   *
   * @param left rows×depth, the depth as from {@link #depth}
   * @param right depth×columns
   * @param sums rows×columns
   */
  static void add(int[][] left, int[][] right, int[][] sums) {
    for (int row = 0; row < left.length; row++) {
      int[] factors = left[row];
      for (int i = 0; i < right.length; i += TERMS) {
        add(
            sums[row],
            right[i],
            right[i + 1],
            right[i + 2],
            right[i + 3],
            factors[i],
            factors[i + 1],
            factors[i + 2],
            factors[i + 3]);
      }
    }
  }

  private static void add(
      int[] sums, int[] t0, int[] t1, int[] t2, int[] t3, int a0, int a1, int a2, int a3) {
    for (int j = 0; j < sums.length; j++) {
      sums[j] += a0 * t0[j] + a1 * t1[j] + a2 * t2[j] + a3 * t3[j];
    }
  }
}
