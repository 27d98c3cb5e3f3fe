package lowrank.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lowrank.program.FixedNetwork;
import lowrank.program.FusedChain;
import lowrank.program.KernelMemory;
import lowrank.schedule.Lifetimes.Sharing;

/**
 * Chooses which consecutive convolutions run together. Starting from none, the chain is taken that
 * lowers the memory alive at the worst step most (and then that at the second worst, and so on),
 * until none lowers it; then every chain is dropped without which the planned arena is the same.
 * What is alive at each step may still not fit together over the steps: as long as it gets smaller
 * by that, a chain around the top of the arena is taken. Chains whose rows are short and odd are
 * left out: kernels that make several pixels at once make some twice.
 */
final class FusionPlanner {
  private static final Comparator<int[]> BY_WORST_STEPS =
      (one, other) -> Arrays.compare(one, other);

  /** Output pixels that the kernels of most cores make together. */
  private static final int PIXELS_AT_ONCE = 4;

  private static final long MOST_WASTED = 50;

  private final FixedNetwork network;
  private final KernelMemory memory;
  private final int alignment;
  private final Lifetimes alone;
  private final List<FusedChain> candidates = new ArrayList<>();

  private FusionPlanner(FixedNetwork network, KernelMemory memory, int alignment) {
    this.network = network;
    this.memory = memory;
    this.alignment = alignment;
    this.alone = Lifetimes.of(network, memory, Sharing.FREE);
    findCandidates();
  }

  /** Chains that do not overlap, in order. */
  static List<FusedChain> plan(FixedNetwork network, KernelMemory memory, int alignment) {
    return plan(network, memory, alignment, Set.of());
  }

  /**
   * The same with some values that must be whole in memory.
   *
   * @param whole their names
   */
  static List<FusedChain> plan(
      FixedNetwork network, KernelMemory memory, int alignment, Set<String> whole) {
    FusionPlanner planner = new FusionPlanner(network, memory, alignment);
    planner.candidates.removeIf(chain -> planner.wasteful(chain) || planner.hides(chain, whole));
    return planner.refine(planner.prune(planner.improve(List.of())));
  }

  /** The longest chains there are, from the first layer on, over their input where they can be. */
  static List<FusedChain> longest(FixedNetwork network, KernelMemory memory, int alignment) {
    FusionPlanner planner = new FusionPlanner(network, memory, alignment);
    List<FusedChain> chains = new ArrayList<>();
    int next = 0;
    while (next < network.layers().size()) {
      int first = next;
      Optional<FusedChain> chain =
          planner.candidates.stream()
              .filter(candidate -> candidate.first() == first)
              .max(Comparator.comparingInt(FusedChain::last).thenComparing(FusedChain::inPlace));
      chain.ifPresent(chains::add);
      next = chain.map(FusedChain::last).orElse(next) + 1;
    }
    return chains;
  }

  private void findCandidates() {
    ChainBuilder builder = new ChainBuilder(network, memory, alignment);
    Map<String, Integer> reads = new HashMap<>();
    network.layers().stream()
        .flatMap(layer -> layer.inputs().stream())
        .forEach(value -> reads.merge(value, 1, Integer::sum));
    reads.merge(network.output(), 1, Integer::sum);
    for (int first = 0; first < network.layers().size(); first++) {
      int last = first;
      while (last < network.layers().size() && builder.takes(last, last == first)) {
        if (last > first) {
          candidates.add(builder.build(first, last, false));
        }
        if (overwrites(first)) {
          candidates.add(builder.build(first, last, true));
        }
        if (!onlyFeedsNext(last, reads)) {
          break;
        }
        last++;
      }
    }
  }

  /** Whether nobody reads a layer's input later. */
  private boolean overwrites(int step) {
    int storage = alone.storage(network.layers().get(step).inputs().get(0));
    return alone.storages().get(storage).last() == step;
  }

  private boolean onlyFeedsNext(int step, Map<String, Integer> reads) {
    String name = network.layers().get(step).name();
    return step + 1 < network.layers().size()
        && network.layers().get(step).kernel().output().shape().height() > 1
        && reads.getOrDefault(name, 0) == 1
        && network.layers().get(step + 1).inputs().equals(List.of(name));
  }

  /**
   * Whether rows that are no whole number of pixel blocks would make many products twice: more than
   * a fiftieth of the network's.
   */
  private boolean wasteful(FusedChain chain) {
    long wasted = 0;
    for (FusedChain.Member member : chain.members()) {
      int width = member.kernel().output().shape().width();
      int beyond = (width + PIXELS_AT_ONCE - 1) / PIXELS_AT_ONCE * PIXELS_AT_ONCE - width;
      if (member.kernel().groups() == 1) {
        wasted += member.kernel().multiplies() * member.outputRows() / width * beyond;
      }
    }
    return wasted * MOST_WASTED > network.multiplies();
  }

  /** Whether one of these values is never whole in the chain. */
  private boolean hides(FusedChain chain, Set<String> values) {
    return network.layers().subList(chain.first(), chain.last()).stream()
        .anyMatch(layer -> values.contains(layer.name()));
  }

  private List<FusedChain> improve(List<FusedChain> start) {
    List<FusedChain> best = start;
    int[] need = needs(best);
    for (boolean better = true; better; ) {
      better = false;
      List<FusedChain> base = best;
      for (FusedChain candidate : candidates) {
        List<FusedChain> trial = with(base, candidate);
        int[] needed = needs(trial);
        if (BY_WORST_STEPS.compare(needed, need) < 0) {
          best = trial;
          need = needed;
          better = true;
        }
      }
    }
    return best;
  }

  /** Drops chains without which the planned arena is no larger. */
  private List<FusedChain> prune(List<FusedChain> chains) {
    List<FusedChain> kept = chains;
    int bytes = arena(kept);
    for (FusedChain chain : chains) {
      List<FusedChain> without =
          kept.stream().filter(other -> other.first() != chain.first()).toList();
      int left = arena(without);
      if (left <= bytes) {
        kept = without;
        bytes = left;
      }
    }
    return kept;
  }

  /** Takes chains around the arena's top as long as the planned arena gets smaller by one. */
  private List<FusedChain> refine(List<FusedChain> start) {
    List<FusedChain> best = start;
    MemoryPlan plan = MemoryPlan.of(network, memory, best, alignment);
    for (boolean better = true; better; ) {
      better = false;
      List<FusedChain> base = best;
      BitSet top = stepsAtTop(plan);
      for (FusedChain candidate : candidates) {
        List<FusedChain> trial = with(base, candidate);
        boolean near = !top.get(candidate.first(), candidate.last() + 1).isEmpty();
        if (near && needs(trial)[0] < plan.bytes()) {
          MemoryPlan planned = MemoryPlan.of(network, memory, trial, alignment);
          if (planned.bytes() < plan.bytes()) {
            best = trial;
            plan = planned;
            better = true;
          }
        }
      }
    }
    return best;
  }

  /** Steps in which a memory is alive that ends where the arena does. */
  private static BitSet stepsAtTop(MemoryPlan plan) {
    BitSet steps = new BitSet();
    List<Storage> storages = plan.lifetimes().storages();
    for (int i = 0; i < storages.size(); i++) {
      Storage storage = storages.get(i);
      if (plan.offsets()[i] + storage.bytes() == plan.bytes()) {
        steps.set(Math.max(0, storage.first()), storage.last() + 1);
      }
    }
    return steps;
  }

  private int arena(List<FusedChain> chains) {
    return MemoryPlan.of(network, memory, chains, alignment).bytes();
  }

  private static List<FusedChain> with(List<FusedChain> chains, FusedChain added) {
    return Stream.concat(
            chains.stream()
                .filter(chain -> chain.last() < added.first() || added.last() < chain.first()),
            Stream.of(added))
        .sorted(Comparator.comparingInt(FusedChain::first))
        .toList();
  }

  /**
   * Bytes that are needed at each step, less what an output may share with its input; a chain is
   * one step. The most first.
   */
  private int[] needs(List<FusedChain> chains) {
    PackingProblem problem = Lifetimes.of(network, memory, Sharing.FREE, chains).problem(alignment);
    return IntStream.range(0, network.layers().size())
        .filter(step -> chains.stream().noneMatch(c -> c.first() < step && step <= c.last()))
        .map(step -> -problem.needAt(step))
        .sorted()
        .map(bytes -> -bytes)
        .toArray();
  }
}
