package lowrank.schedule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import lowrank.program.Buffer;

/**
 * Places memories with known lifetimes in one arena so that its end is low. Finding the lowest end
 * is NP-hard (dynamic storage allocation), so: each memory in turn goes to the lowest gap it fits,
 * in several orders; the best order is then improved by moves that do not raise the end. The same
 * input always gives the same plan.
 */
final class ArenaPacker {
  private static final int MAXIMUM_MOVES = 4000;

  /** Limits moves × memories², which the search's time grows with. */
  private static final long EFFORT = 40_000_000;

  private final List<Storage> storages;
  private final int alignment;

  private ArenaPacker(List<Storage> storages, int alignment) {
    this.storages = storages;
    this.alignment = alignment;
  }

  /** A place for each memory, in the given order. */
  static List<Buffer> pack(List<Storage> storages, int alignment) {
    ArenaPacker packer = new ArenaPacker(storages, alignment);
    int[] offsets = packer.place(packer.improve(packer.bestGreedyOrder()));
    List<Buffer> buffers = new ArrayList<>();
    for (int i = 0; i < offsets.length; i++) {
      Storage storage = storages.get(i);
      buffers.add(new Buffer(offsets[i], storage.bytes(), storage.first(), storage.last()));
    }
    return buffers;
  }

  /**
   * What any plan needs at least: at the worst step, the sizes of all memories alive rounded up to
   * the alignment, but for the topmost one.
   */
  static int lowerBound(List<Storage> storages, int alignment) {
    int bound = 0;
    for (Storage moment : storages) {
      Storage step = new Storage(0, moment.first(), moment.first());
      int sum = 0;
      int slack = 0;
      for (Storage storage : storages) {
        if (storage.meets(step)) {
          int aligned = alignUp(storage.bytes(), alignment);
          sum = Math.addExact(sum, aligned);
          slack = Math.max(slack, aligned - storage.bytes());
        }
      }
      bound = Math.max(bound, sum - slack);
    }
    return bound;
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
        .min(Comparator.comparingInt(order -> end(place(order))))
        .orElseThrow();
  }

  private Comparator<Integer> descending(java.util.function.ToLongFunction<Storage> key) {
    return Comparator.comparingLong(index -> -key.applyAsLong(storages.get(index)));
  }

  /** Takes one memory to another position in the order, as long as the end is above the bound. */
  private List<Integer> improve(List<Integer> start) {
    int bound = lowerBound(storages, alignment);
    long moves = Math.min(MAXIMUM_MOVES, EFFORT / ((long) storages.size() * storages.size()));
    Random random = new Random(storages.size());
    List<Integer> order = new ArrayList<>(start);
    int end = end(place(order));
    for (long move = 0; move < moves && end > bound; move++) {
      int from = random.nextInt(order.size());
      int to = random.nextInt(order.size());
      rotate(order, from, to);
      int moved = end(place(order));
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
    int[] placed = new int[order.size()];
    for (int count = 0; count < placed.length; count++) {
      int index = order.get(count);
      int neighbours = neighbours(index, order.subList(0, count), offsets, placed);
      offsets[index] = lowestGap(storages.get(index).bytes(), placed, neighbours, offsets);
    }
    return offsets;
  }

  /** Writes the placed memories that meet {@code index}, lowest first, to {@code result}. */
  private int neighbours(int index, List<Integer> earlier, int[] offsets, int[] result) {
    int count = 0;
    for (int other : earlier) {
      if (storages.get(index).meets(storages.get(other))) {
        int position = count++;
        while (position > 0 && offsets[result[position - 1]] > offsets[other]) {
          result[position] = result[position - 1];
          position--;
        }
        result[position] = other;
      }
    }
    return count;
  }

  private int lowestGap(int bytes, int[] neighbours, int count, int[] offsets) {
    int offset = 0;
    for (int i = 0; i < count; i++) {
      int other = neighbours[i];
      if (Math.addExact(offset, bytes) <= offsets[other]) {
        break;
      }
      offset = Math.max(offset, alignUp(offsets[other] + storages.get(other).bytes(), alignment));
    }
    return offset;
  }

  private int end(int[] offsets) {
    return IntStream.range(0, offsets.length)
        .map(i -> Math.addExact(offsets[i], storages.get(i).bytes()))
        .max()
        .orElse(0);
  }

  private static int alignUp(int value, int alignment) {
    return Math.multiplyExact(Math.addExact(value, alignment - 1) / alignment, alignment);
  }
}
