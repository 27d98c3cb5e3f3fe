package lowrank.program;

import java.util.List;

/**
 * A network scheduled for one target: steps in order, with the planned arena.
 *
 * @param identifier prefix of all C names and stem of the Java class name
 * @param target the target's name
 * @param input place of the network's input
 * @param output place of the network's output
 * @param arenaBytes exact peak of the plan
 * @param arenaAlignment of the arena's start and of every offset
 * @param arenaLowerBound largest sum of buffers that live at once, aligned: no plan can need less
 */
public record Program(
    String identifier,
    String target,
    FixedNetwork network,
    List<Step> steps,
    Buffer input,
    Buffer output,
    int arenaBytes,
    int arenaAlignment,
    int arenaLowerBound) {
  /** Copies the list. */
  public Program {
    steps = List.copyOf(steps);
  }
}
