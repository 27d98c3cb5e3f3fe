package lowrank.schedule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Places memories with known lifetimes in one arena so that its end is low. Finding the lowest end
 * is NP-hard (dynamic storage allocation), so: each memory in turn goes to the lowest gap it fits,
 * in several orders; the best order is then improved by moves that do not raise the end. {@link
 * PackingSearch} closes the gap that is left or proves it. The same input always gives the same
 * plan.
 */
final class ArenaPacker {
  private static final int MAXIMUM_MOVES = 4000;

  /** Limits moves × memories², which the search's time grows with. */
  private static final long EFFORT = 40_000_000;

  private final PackingProblem problem;
  private final List<Storage> storages;

  private ArenaPacker(PackingProblem problem) {
    this.problem = problem;
    this.storages = problem.storages();
  }

  /** An offset for each memory. */
  static int[] pack(PackingProblem problem) {
    return pack(problem, problem.lowerBound());
  }

  /** The same; no better plan is looked for than one that ends at {@code goal} or before. */
  static int[] pack(PackingProblem problem, int goal) {
    ArenaPacker packer = new ArenaPacker(problem);
    return packer.place(packer.improve(packer.bestGreedyOrder(), goal));
  }

  private List<Integer> bestGreedyOrder() {
    Comparator<Integer> bySize = descending(Storage::bytes);
    Comparator<Integer> byLifetime = descending(storage -> storage.last() - storage.first());
    Comparator<Integer> byArea =
        descending(storage -> (long) storage.bytes() * (storage.last() - storage.first() + 1));
    Comparator<Integer> byFirstUse = Comparator.comparingInt(index -> storages.get(index).first());
    Comparator<Integer> byLastUse = descending(Storage::last);
    return List.of(bySize, byArea, byLifetime.thenComparing(bySize), byFirstUse, byLastUse).stream()
        .map(order -> IntStream.range(0, storages.size()).boxed().sorted(order).toList())
        .min(Comparator.comparingInt(order -> problem.end(place(order))))
        .orElseThrow();
  }

  private Comparator<Integer> descending(java.util.function.ToLongFunction<Storage> key) {
    return Comparator.comparingLong(index -> -key.applyAsLong(storages.get(index)));
  }

  /** Takes one memory to another position in the order, as long as the end is above the goal. */
  private List<Integer> improve(List<Integer> start, int goal) {
    long moves = Math.min(MAXIMUM_MOVES, EFFORT / ((long) storages.size() * storages.size()));
    Random random = new Random(storages.size());
    List<Integer> order = new ArrayList<>(start);
    int[] offsets = new int[storages.size()];
    int end = place(order, offsets, Integer.MAX_VALUE);
    for (long move = 0; move < moves && end > goal; move++) {
      int from = random.nextInt(order.size());
      int to = random.nextInt(order.size());
      rotate(order, from, to);
      int moved = place(order, offsets, end);
      if (moved > end) {
        rotate(order, to, from);
      } else {
        end = moved;
      }
    }
    return order;
  }

  private static void rotate(List<Integer> order, int from, int to) {
    if (from < to) {
      Collections.rotate(order.subList(from, to + 1), -1);
    } else {
      Collections.rotate(order.subList(to, from + 1), 1);
    }
  }

  private int[] place(List<Integer> order) {
    int[] offsets = new int[storages.size()];
    place(order, offsets, Integer.MAX_VALUE);
    return offsets;
  }

  /**
   * Places all memories in an order, or only the first ones if these already end behind a limit.
   *
   * @return the end of those placed
   */
  private int place(List<Integer> order, int[] offsets, int limit) {
    boolean[] placed = new boolean[storages.size()];
    int[] from = new int[storages.size()];
    int[] to = new int[storages.size()];
    int end = 0;
    for (int i = 0; i < order.size() && end <= limit; i++) {
      int index = order.get(i);
      int count = forbidden(index, offsets, placed, from, to);
      offsets[index] = lowest(from, to, count);
      placed[index] = true;
      end = Math.max(end, Math.addExact(offsets[index], storages.get(index).bytes()));
    }
    return end;
  }

  /**
   * The ranges, ends excluded, where a memory would start too near to a placed one; lowest first.
   */
  private int forbidden(int index, int[] offsets, boolean[] placed, int[] from, int[] to) {
    int count = 0;
    for (int other : problem.neighbours(index)) {
      if (placed[other]) {
        int low = offsets[other] - problem.distance(index, other);
        int position = count++;
        while (position > 0 && from[position - 1] > low) {
          from[position] = from[position - 1];
          to[position] = to[position - 1];
          position--;
        }
        from[position] = low;
        to[position] = Math.addExact(offsets[other], problem.distance(other, index));
      }
    }
    return count;
  }

  private static int lowest(int[] from, int[] to, int count) {
    int offset = 0;
    for (int i = 0; i < count && offset > from[i]; i++) {
      offset = Math.max(offset, to[i]);
    }
    return offset;
  }
}
