package lowrank.rank;

import java.util.List;

/** Is told of every candidate that a search measures. */
@FunctionalInterface
public interface SearchProgress {
  /** Says nothing. */
  SearchProgress SILENT = (layer, ranks, accuracy, holds) -> {};

  /**
   * One candidate was measured.
   *
   * @param layer whose ranks vary; {@code *} while all vary together; {@code int16} while
   *     precisions do
   * @param ranks of that layer, or the common step of all, or how many values are int16; empty for
   *     the original network
   * @param accuracy in percent
   * @param holds whether that is above the threshold
   */
  void measured(String layer, List<Integer> ranks, double accuracy, boolean holds);

  /**
   * Work of a known size goes on.
   *
   * @param task what is done, in words
   * @param done parts that are done, 0 when it begins
   * @param total parts
   */
  default void working(String task, int done, int total) {}

  /** Something that the user should know, though the work goes on. */
  default void warning(String text) {}
}
