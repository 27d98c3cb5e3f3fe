package lowrank.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Branch and bound for {@link PackingProblem}. Of each pair of memories that meet, one lies below;
 * once that is decided for all pairs, the longest path from the arena's start is each memory's
 * lowest offset. As in job-shop scheduling (Carlier and Pinson, "An algorithm for solving the
 * job-shop problem", Management Science 35, 1989), an order of two that would end too high is ruled
 * out before it is tried. A search that ends has found the lowest end.
 */
final class PackingSearch {
  /** Limits visits of pairs. */
  private static final long EFFORT = 20_000_000;

  private final PackingProblem problem;
  private final List<int[]> pairs = new ArrayList<>();
  private final int[][] alive;
  private final int[] slacks;
  private final int[] aligned;
  private final int bound;
  private int least;
  private int[] best;
  private long effort;

  private PackingSearch(PackingProblem problem, int least, long effort) {
    this.problem = problem;
    this.least = least;
    this.effort = effort;
    this.bound = problem.lowerBound();
    this.aligned = new int[problem.size()];
    for (int i = 0; i < problem.size(); i++) {
      aligned[i] = problem.aligned(i);
      for (int other : problem.neighbours(i)) {
        if (other > i) {
          pairs.add(new int[] {i, other});
        }
      }
    }
    int[] steps = problem.storages().stream().mapToInt(Storage::first).distinct().toArray();
    this.alive =
        Arrays.stream(steps)
            .mapToObj(step -> problem.aliveAt(step).stream().mapToInt(i -> i).toArray())
            .toArray(int[][]::new);
    this.slacks =
        Arrays.stream(steps)
            .map(step -> problem.shared(step, problem.overlaps()) + problem.alignment() - 1)
            .toArray();
  }

  /**
   * What a search found.
   *
   * @param offsets of the plan with the lowest end; empty if none ends lower than the known one
   * @param lowerBound no plan ends lower; the lowest end itself if the search came to its end
   */
  record Outcome(Optional<int[]> offsets, int lowerBound) {}

  /** Searches below {@code known}, an end that some plan has, with a fixed effort. */
  static Outcome below(PackingProblem problem, int known) {
    return below(problem, known, EFFORT);
  }

  static Outcome below(PackingProblem problem, int known, long effort) {
    PackingSearch search = new PackingSearch(problem, known, effort);
    boolean ended = search.extend(search.root());
    int bound = ended ? search.least : search.rootBound();
    return new Outcome(Optional.ofNullable(search.best), bound);
  }

  /** Heads are lowest offsets, tails least distances from a start to the arena's end. */
  private record Node(int[] heads, int[] tails, byte[] orders) {
    Node copy() {
      return new Node(heads.clone(), tails.clone(), orders.clone());
    }
  }

  private Node root() {
    int[] tails = problem.storages().stream().mapToInt(Storage::bytes).toArray();
    return new Node(new int[tails.length], tails, new byte[pairs.size()]);
  }

  /** The highest end that needs no branching to be ruled out, plus one. */
  private int rootBound() {
    int possible = least;
    int ruledOut = bound;
    while (ruledOut < possible) {
      least = ruledOut + (possible - ruledOut + 1) / 2;
      if (propagate(root())) {
        possible = least - 1;
      } else {
        ruledOut = least;
      }
    }
    return ruledOut;
  }

  /** Tries all plans of a node that end below the least end; whether it came to the end. */
  private boolean extend(Node node) {
    if (!propagate(node)) {
      return true;
    }
    if (effort <= 0) {
      return false;
    }
    int pair = widestViolated(node);
    if (pair < 0) {
      least = problem.end(node.heads);
      best = node.heads.clone();
      return true;
    }
    byte first = (byte) (end(node, pair, 0) <= end(node, pair, 1) ? 1 : 2);
    for (byte order : new byte[] {first, (byte) (3 - first)}) {
      if (least == bound) {
        return true;
      }
      Node child = node.copy();
      child.orders[pair] = order;
      if (!extend(child)) {
        return false;
      }
    }
    return true;
  }

  /** Draws all conclusions from a node's orders; whether it may hold a plan that ends lower. */
  private boolean propagate(Node node) {
    boolean changed = true;
    while (changed) {
      changed = false;
      effort -= pairs.size();
      for (int pair = 0; pair < pairs.size(); pair++) {
        boolean below = node.orders[pair] != 2 && end(node, pair, 0) < least;
        boolean above = node.orders[pair] != 1 && end(node, pair, 1) < least;
        if (!below && !above) {
          return false;
        }
        if (below != above) {
          node.orders[pair] = (byte) (below ? 1 : 2);
          changed |= order(node, pair, below ? 0 : 1);
        }
      }
    }
    return fits(node);
  }

  /** Where a plan ends at least in which a pair's memory of that position lies below the other. */
  private int end(Node node, int pair, int position) {
    int lower = pairs.get(pair)[position];
    int upper = pairs.get(pair)[1 - position];
    return node.heads[lower] + problem.distance(lower, upper) + node.tails[upper];
  }

  private boolean order(Node node, int pair, int position) {
    int lower = pairs.get(pair)[position];
    int upper = pairs.get(pair)[1 - position];
    int distance = problem.distance(lower, upper);
    boolean changed = false;
    if (node.heads[upper] < node.heads[lower] + distance) {
      node.heads[upper] = node.heads[lower] + distance;
      changed = true;
    }
    if (node.tails[lower] < node.tails[upper] + distance) {
      node.tails[lower] = node.tails[upper] + distance;
      changed = true;
    }
    return changed;
  }

  /** Whether at every step the memories alive can be stacked below the least end. */
  private boolean fits(Node node) {
    for (int step = 0; step < alive.length; step++) {
      int from = Integer.MAX_VALUE;
      int behind = Integer.MAX_VALUE;
      int sum = 0;
      for (int i : alive[step]) {
        from = Math.min(from, node.heads[i]);
        behind = Math.min(behind, node.tails[i] - problem.storages().get(i).bytes());
        sum += aligned[i];
      }
      if (from + sum - slacks[step] + behind >= least) {
        return false;
      }
    }
    return true;
  }

  /** The pair of the largest memories that would overlap at their lowest offsets; -1 if none. */
  private int widestViolated(Node node) {
    int widest = -1;
    int most = 0;
    for (int pair = 0; pair < pairs.size(); pair++) {
      int one = pairs.get(pair)[0];
      int other = pairs.get(pair)[1];
      boolean apart =
          node.heads[other] >= node.heads[one] + problem.distance(one, other)
              || node.heads[one] >= node.heads[other] + problem.distance(other, one);
      int width = Math.min(aligned[one], aligned[other]);
      if (!apart && width > most) {
        most = width;
        widest = pair;
      }
    }
    return widest;
  }
}
