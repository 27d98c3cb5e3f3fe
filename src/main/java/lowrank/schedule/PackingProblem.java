package lowrank.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Memories to be placed in one arena. Of two that meet, one must start at least {@link #distance}
 * bytes behind the other: the lower one's size, or less where an output may lie over its input.
 */
final class PackingProblem {
  private final List<Storage> storages;
  private final List<Overlap> overlaps;
  private final int alignment;
  private final int[][] distances;
  private final int[][] neighbours;

  /**
   * A problem.
   *
   * @param alignment of every start, bytes
   */
  PackingProblem(List<Storage> storages, List<Overlap> overlaps, int alignment) {
    this.storages = List.copyOf(storages);
    this.overlaps = List.copyOf(overlaps);
    this.alignment = alignment;
    int count = storages.size();
    this.distances = new int[count][count];
    for (int i = 0; i < count; i++) {
      Arrays.fill(distances[i], aligned(i));
    }
    for (Overlap overlap : overlaps) {
      int lead = Math.min(aligned(overlap.output()), alignUp(overlap.lead()));
      distances[overlap.output()][overlap.input()] = lead;
    }
    this.neighbours =
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    IntStream.range(0, count)
                        .filter(j -> i != j && storages.get(i).meets(storages.get(j)))
                        .toArray())
            .toArray(int[][]::new);
  }

  /** The problem of some of the memories, given by ascending indices. */
  PackingProblem part(List<Integer> indices) {
    List<Overlap> kept =
        overlaps.stream()
            .filter(pair -> indices.contains(pair.output()) && indices.contains(pair.input()))
            .map(
                pair ->
                    new Overlap(
                        indices.indexOf(pair.output()), indices.indexOf(pair.input()), pair.lead()))
            .toList();
    return new PackingProblem(indices.stream().map(storages::get).toList(), kept, alignment);
  }

  List<Storage> storages() {
    return storages;
  }

  int size() {
    return storages.size();
  }

  int alignment() {
    return alignment;
  }

  /** Bytes from the start of {@code lower} to that of {@code upper}, if they lie in this order. */
  int distance(int lower, int upper) {
    return distances[lower][upper];
  }

  /** The memories that one meets; not modified. */
  int[] neighbours(int index) {
    return neighbours[index];
  }

  /** A memory's size rounded up to the alignment. */
  int aligned(int index) {
    return alignUp(storages.get(index).bytes());
  }

  /** First byte behind all memories. */
  int end(int[] offsets) {
    int end = 0;
    for (int i = 0; i < offsets.length; i++) {
      end = Math.max(end, Math.addExact(offsets[i], storages.get(i).bytes()));
    }
    return end;
  }

  /**
   * What any plan needs at least: the bytes of the largest set of memories that live at once, each
   * rounded up to the alignment but for the topmost one, less what an output may share with the
   * inputs that it replaces.
   */
  int lowerBound() {
    int bound = 0;
    for (Storage moment : storages) {
      bound = Math.max(bound, needAt(moment.first()));
    }
    return bound;
  }

  /** The same of one step. */
  int needAt(int step) {
    int sum = 0;
    int slack = 0;
    for (int i : aliveAt(step)) {
      sum = Math.addExact(sum, aligned(i));
      slack = Math.max(slack, aligned(i) - storages.get(i).bytes());
    }
    return sum - slack - shared(step, overlaps);
  }

  /** The memories alive during a step. */
  List<Integer> aliveAt(int step) {
    List<Integer> alive = new ArrayList<>();
    Storage moment = new Storage(0, step, step);
    for (int i = 0; i < storages.size(); i++) {
      if (storages.get(i).meets(moment)) {
        alive.add(i);
      }
    }
    return alive;
  }

  /** Bytes that the output written in a step can share at most with the given pairs' inputs. */
  int shared(int step, List<Overlap> pairs) {
    int most = 0;
    int sum = 0;
    for (Overlap pair : pairs) {
      if (storages.get(pair.output()).first() == step) {
        most = aligned(pair.output());
        sum += Math.min(most - distance(pair.output(), pair.input()), aligned(pair.input()));
      }
    }
    return Math.min(most, sum);
  }

  /** The pairs that may lie over each other. */
  List<Overlap> overlaps() {
    return overlaps;
  }

  private int alignUp(int value) {
    return Math.multiplyExact(Math.addExact(value, alignment - 1) / alignment, alignment);
  }
}
