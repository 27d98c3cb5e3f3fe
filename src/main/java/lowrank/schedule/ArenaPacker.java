package lowrank.schedule;

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
    return packer.improve(packer.bestGreedyOrder(), goal);
  }

  private int[] bestGreedyOrder() {
    Comparator<Integer> bySize = descending(Storage::bytes);
    Comparator<Integer> byLifetime = descending(storage -> storage.last() - storage.first());
    Comparator<Integer> byArea =
        descending(storage -> (long) storage.bytes() * (storage.last() - storage.first() + 1));
    Comparator<Integer> byFirstUse = Comparator.comparingInt(index -> storages.get(index).first());
    Comparator<Integer> byLastUse = descending(Storage::last);
    return List.of(bySize, byArea, byLifetime.thenComparing(bySize), byFirstUse, byLastUse).stream()
        .map(this::sorted)
        .min(Comparator.comparingInt(order -> problem.end(place(order))))
        .orElseThrow();
  }

  private int[] sorted(Comparator<Integer> order) {
    return IntStream.range(0, storages.size())
        .boxed()
        .sorted(order)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private Comparator<Integer> descending(java.util.function.ToLongFunction<Storage> key) {
    return Comparator.comparingLong(index -> -key.applyAsLong(storages.get(index)));
  }

  /**
   * The offsets of an order in which one memory after the other has been taken to another position,
   * as long as the end was above the goal.
   */
  private int[] improve(int[] start, int goal) {
    long moves = Math.min(MAXIMUM_MOVES, EFFORT / ((long) storages.size() * storages.size()));
    Random random = new Random(storages.size());
    int[] order = start.clone();
    int[] offsets = place(order);
    int end = problem.end(offsets);
    for (long move = 0; move < moves && end > goal; move++) {
      int from = random.nextInt(order.length);
      int to = random.nextInt(order.length);
      rotate(order, from, to);
      int[] changed = offsets.clone();
      int moved = place(order, Math.min(from, to), changed, end);
      if (moved > end) {
        rotate(order, to, from);
      } else {
        end = moved;
        offsets = changed;
      }
    }
    return offsets;
  }

  private static void rotate(int[] order, int from, int to) {
    int moved = order[from];
    if (from < to) {
      System.arraycopy(order, from + 1, order, from, to - from);
    } else {
      System.arraycopy(order, to, order, to + 1, from - to);
    }
    order[to] = moved;
  }

  private int[] place(int[] order) {
    int[] offsets = new int[order.length];
    place(order, 0, offsets, Integer.MAX_VALUE);
    return offsets;
  }

  /**
   * Places all memories in an order, or only the first ones if these already end behind a limit.
   *
   * @param first of the memories to be placed: those before keep their offsets
   * @return the end of those placed
   */
  private int place(int[] order, int first, int[] offsets, int limit) {
    boolean[] placed = new boolean[order.length];
    int[] from = new int[order.length];
    int[] to = new int[order.length];
    int end = 0;
    for (int i = 0; i < order.length && end <= limit; i++) {
      int index = order[i];
      if (i >= first) {
        offsets[index] = lowest(from, to, forbidden(index, offsets, placed, from, to));
      }
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
