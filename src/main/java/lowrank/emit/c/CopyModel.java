package lowrank.emit.c;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Copies runs of contiguous elements from an input to an output.
 *
 * @param loops outermost first
 * @param from C expression of a run's place in the input, {@code to} in the output
 * @param length of a run in bytes, {@code single} if it is one element
 */
public record CopyModel(List<Loop> loops, String from, String to, int length, boolean single) {

  /** A loop with its counter. */
  public record Loop(String counter, int count) {}

  /**
   * One dimension of the copied box, outermost first.
   *
   * @param count elements
   * @param fromSize size of the dimension in the input, {@code toSize} in the output
   * @param fromStart first element in the input, {@code toStart} in the output
   * @param fromStep between elements in the input
   */
  record Axis(int count, int fromSize, int fromStart, int fromStep, int toSize, int toStart) {
    private boolean whole() {
      return fromStep == 1 && count == fromSize && count == toSize;
    }
  }

  /**
   * Joins the inner dimensions that are contiguous on both sides to runs, and loops over the rest.
   */
  static CopyModel of(List<Axis> axes, int elementBytes) {
    int run = 1;
    int fromStride = 1;
    int toStride = 1;
    boolean contiguous = true;
    int fromBase = 0;
    int toBase = 0;
    List<Loop> loops = new ArrayList<>();
    List<String> from = new ArrayList<>();
    List<String> to = new ArrayList<>();
    for (int i = axes.size() - 1; i >= 0; i--) {
      Axis axis = axes.get(i);
      fromBase += axis.fromStart() * fromStride;
      toBase += axis.toStart() * toStride;
      if (contiguous && axis.fromStep() == 1) {
        run *= axis.count();
      } else if (axis.count() > 1) {
        String counter = "i" + i;
        loops.add(new Loop(counter, axis.count()));
        from.add(CText.times(counter, axis.fromStep() * fromStride));
        to.add(CText.times(counter, toStride));
      }
      contiguous &= axis.whole();
      fromStride *= axis.fromSize();
      toStride *= axis.toSize();
    }
    Collections.reverse(loops);
    Collections.reverse(from);
    Collections.reverse(to);
    return new CopyModel(
        loops, index(from, fromBase), index(to, toBase), run * elementBytes, run == 1);
  }

  /**
   * An output written in order out of an input read in another.
   *
   * @param counts dimensions of the output
   * @param fromStrides for each of them the distance of its neighbours in the input
   */
  static CopyModel gathered(int[] counts, int[] fromStrides, int elementBytes) {
    int run = 1;
    int toStride = 1;
    boolean contiguous = true;
    List<Loop> loops = new ArrayList<>();
    List<String> from = new ArrayList<>();
    List<String> to = new ArrayList<>();
    for (int i = counts.length - 1; i >= 0; i--) {
      contiguous &= counts[i] == 1 || fromStrides[i] == run;
      if (contiguous) {
        run *= counts[i];
      } else if (counts[i] > 1) {
        loops.add(0, new Loop("i" + i, counts[i]));
        from.add(0, CText.times("i" + i, fromStrides[i]));
        to.add(0, CText.times("i" + i, toStride));
      }
      toStride *= counts[i];
    }
    return new CopyModel(loops, index(from, 0), index(to, 0), run * elementBytes, run == 1);
  }

  private static String index(List<String> terms, int base) {
    return terms.isEmpty() ? String.valueOf(base) : String.join(" + ", terms) + CText.plus(base);
  }
}
