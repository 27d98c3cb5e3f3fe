package lowrank.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lowrank.program.Buffer;
import lowrank.program.FixedNetwork;
import lowrank.program.FusedChain;
import lowrank.program.KernelMemory;
import lowrank.program.Program;
import lowrank.schedule.Lifetimes.Sharing;

/**
 * A place for every value and working memory of a network.
 *
 * @param lifetimes which memory belongs to what, {@code offsets} where they lie
 * @param banks index of the arena that each lies in
 * @param bytes the arenas' size
 * @param lowerBound bytes that any plan for these layers in this order needs: the largest live set,
 *     or more where a search has proven it
 */
record MemoryPlan(
    Lifetimes lifetimes,
    int[] offsets,
    int[] banks,
    List<Program.Arena> arenas,
    int bytes,
    int lowerBound) {
  /** Chains are worth their code from this part of the memory on. */
  private static final int LEAST_SAVED = 100;

  /** A plan with one arena. */
  private MemoryPlan(Lifetimes lifetimes, int[] offsets, int bytes, int lowerBound) {
    this(
        lifetimes,
        offsets,
        new int[offsets.length],
        List.of(new Program.Arena(Program.Arena.ANY, bytes)),
        bytes,
        lowerBound);
  }

  /**
   * The plan with the smallest arena that is found. Outputs lie over their inputs only where that
   * makes it smaller.
   */
  static MemoryPlan of(FixedNetwork network, KernelMemory memory, int alignment) {
    return of(network, memory, List.of(), alignment);
  }

  /** The same with layers that run together. */
  static MemoryPlan of(
      FixedNetwork network, KernelMemory memory, List<FusedChain> chains, int alignment) {
    Lifetimes free = Lifetimes.of(network, memory, Sharing.FREE, chains);
    int bound = free.problem(alignment).lowerBound();
    MemoryPlan best = null;
    for (Sharing sharing : Sharing.values()) {
      Lifetimes lifetimes = Lifetimes.of(network, memory, sharing, chains);
      PackingProblem problem = lifetimes.problem(alignment);
      int[] offsets = ArenaPacker.pack(problem);
      int bytes = problem.end(offsets);
      if (best == null || bytes < best.bytes) {
        best = new MemoryPlan(lifetimes, offsets, bytes, bound);
      }
      if (best.bytes == bound) {
        return best;
      }
    }
    return best.improved(free, alignment);
  }

  private MemoryPlan improved(Lifetimes free, int alignment) {
    PackingProblem problem = free.problem(alignment);
    PackingSearch.Outcome outcome = PackingSearch.below(problem, bytes);
    Optional<int[]> lower = outcome.offsets();
    int end = lower.map(problem::end).orElse(bytes);
    return new MemoryPlan(
        lower.isPresent() ? free : lifetimes,
        lower.orElse(offsets),
        end,
        Math.max(lowerBound, outcome.lowerBound()));
  }

  /** Whether this plan with chains saves enough memory for their code. */
  boolean worthMoreThan(MemoryPlan alone) {
    return alone.bytes - bytes > alone.bytes / LEAST_SAVED;
  }

  /** Bytes in a bank. */
  int bytes(String bank) {
    return arenas.stream()
        .filter(arena -> arena.bank().equals(bank))
        .mapToInt(Program.Arena::bytes)
        .sum();
  }

  /** The memories with their places, in the lifetimes' order. */
  List<Buffer> buffers() {
    List<Buffer> buffers = new ArrayList<>();
    for (int i = 0; i < offsets.length; i++) {
      Storage storage = lifetimes.storages().get(i);
      buffers.add(
          new Buffer(offsets[i], storage.bytes(), storage.first(), storage.last(), banks[i]));
    }
    return buffers;
  }
}
