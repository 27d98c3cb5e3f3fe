package lowrank.program;

import java.util.List;
import java.util.Optional;

/**
 * A network scheduled for one target: steps in order, with the planned arena.
 *
 * @param identifier prefix of all C names and stem of the Java class name
 * @param target the target's name
 * @param input place of the network's input
 * @param output place of the network's output
 * @param chains steps that run together, in order; the values inside a chain lie in its memory
 * @param arenaBytes exact peak of the plan; of several arenas the sum
 * @param arenaAlignment of the arena's start and of every offset
 * @param arenaLowerBound no plan of these steps needs less: the largest set of buffers that live at
 *     once, less what outputs may share with inputs that they replace, or more where that is proven
 * @param arenas one for each bank of RAM that is used, the fastest first
 */
public record Program(
    String identifier,
    String target,
    FixedNetwork network,
    List<Step> steps,
    List<FusedChain> chains,
    Buffer input,
    Buffer output,
    int arenaBytes,
    int arenaAlignment,
    int arenaLowerBound,
    List<Arena> arenas) {
  /** Copies the lists. */
  public Program {
    steps = List.copyOf(steps);
    chains = List.copyOf(chains);
    arenas = List.copyOf(arenas);
  }

  /** A program with one arena in a RAM without a name of its own, and every step alone. */
  public Program(
      String identifier,
      String target,
      FixedNetwork network,
      List<Step> steps,
      Buffer input,
      Buffer output,
      int arenaBytes,
      int arenaAlignment,
      int arenaLowerBound) {
    this(
        identifier,
        target,
        network,
        steps,
        List.of(),
        input,
        output,
        arenaBytes,
        arenaAlignment,
        arenaLowerBound,
        List.of(new Arena(Arena.ANY, arenaBytes)));
  }

  /** The chain that a step runs in. */
  public Optional<FusedChain> chain(int step) {
    return chains.stream().filter(chain -> chain.has(step)).findFirst();
  }

  /**
   * The buffers in one bank of RAM.
   *
   * @param bank its name
   * @param bytes exact peak
   */
  public record Arena(String bank, int bytes) {
    /** The bank of a target that has only one. */
    public static final String ANY = "ram";
  }
}
