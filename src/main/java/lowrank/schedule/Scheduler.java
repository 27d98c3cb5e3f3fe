package lowrank.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lowrank.diagnostic.CompileException;
import lowrank.kernel.Kernel;
import lowrank.program.Buffer;
import lowrank.program.FixedLayer;
import lowrank.program.FixedNetwork;
import lowrank.program.FusedChain;
import lowrank.program.KernelMemory;
import lowrank.program.Program;
import lowrank.program.Step;
import lowrank.target.Target;

/** Orders a network's layers, names them and plans their memory. */
public final class Scheduler {
  private Scheduler() {}

  /** Whether {@link #schedule} takes a text as its identifier. */
  public static boolean isIdentifier(String text) {
    return Identifiers.isModel(text);
  }

  /**
   * The network with its layers in the order that needs the smallest arena, as far as one was
   * found; in its own order if no other needs less. To be done before anything that depends on the
   * layers' order.
   */
  public static FixedNetwork ordered(FixedNetwork network, Target target, KernelMemory memory) {
    return LayerOrder.of(network, memory, target.alignment());
  }

  /**
   * One step per layer, in the network's order. A layer that only gives its input another shape
   * shares the input's place and needs no code; an elementwise layer may write over an input that
   * nobody reads later. The network's input lives from before the first step, its output until
   * after the last; working memory lives during its step.
   *
   * @param identifier prefix of all generated names
   * @throws CompileException if the identifier is not fit for C
   */
  public static Program schedule(FixedNetwork network, Target target, String identifier) {
    return schedule(network, target, identifier, KernelMemory.of(Kernel::scratchBytes));
  }

  /**
   * The same for C with other working memories, whose outputs may also lie over inputs that nobody
   * reads later, as far as the order of access allows and where the arena gets smaller by it.
   */
  public static Program schedule(
      FixedNetwork network, Target target, String identifier, KernelMemory memory) {
    return schedule(network, target, identifier, memory, Fusion.OFF, Map.of());
  }

  /**
   * The same with convolutions run together, row by row.
   *
   * @param fusion where; {@link Fusion#AUTO} never raises the arena's size
   */
  public static Program schedule(
      FixedNetwork network, Target target, String identifier, KernelMemory memory, Fusion fusion) {
    return schedule(network, target, identifier, memory, fusion, Map.of());
  }

  /**
   * The same with convolutions run together, row by row, and with places in banks of RAM that are
   * given. Buffers of a target with several banks go to the fastest that has room, those with the
   * most accesses for each byte first.
   *
   * @param fusion where; {@link Fusion#AUTO} never raises the arenas' size, and runs no layer
   *     inside a chain that was given a place
   * @param wishes names of the target's banks by names of layers, whose outputs lie there, or of
   *     the network's input
   * @throws CompileException if a name does not exist, or several banks are too small
   */
  public static Program schedule(
      FixedNetwork network,
      Target target,
      String identifier,
      KernelMemory memory,
      Fusion fusion,
      Map<String, String> wishes) {
    MemoryPlan plan =
        wishes.isEmpty() && target.memories().size() == 1
            ? plan(network, memory, target.alignment(), fusion)
            : BankPlanner.plan(network, memory, target, wishes, fusion);
    return program(network, target, identifier, plan);
  }

  private static MemoryPlan plan(
      FixedNetwork network, KernelMemory memory, int alignment, Fusion fusion) {
    return switch (fusion) {
      case OFF -> MemoryPlan.of(network, memory, alignment);
      case AUTO -> {
        MemoryPlan alone = MemoryPlan.of(network, memory, alignment);
        List<FusedChain> chains = FusionPlanner.plan(network, memory, alignment);
        MemoryPlan fused =
            chains.isEmpty() ? alone : MemoryPlan.of(network, memory, chains, alignment);
        yield fused.worthMoreThan(alone) ? fused : alone;
      }
      case ALWAYS ->
          MemoryPlan.of(
              network, memory, FusionPlanner.longest(network, memory, alignment), alignment);
    };
  }

  private static Program program(
      FixedNetwork network, Target target, String identifier, MemoryPlan plan) {
    Identifiers identifiers = new Identifiers(identifier);
    Lifetimes lifetimes = plan.lifetimes();
    List<Buffer> places = plan.buffers();
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < network.layers().size(); i++) {
      FixedLayer layer = network.layers().get(i);
      Optional<Buffer> scratch = lifetimes.scratch(i).map(places::get);
      steps.add(
          new Step(
              layer,
              identifiers.unique(layer.name()),
              layer.inputs().stream().map(value -> lifetimes.place(value, places)).toList(),
              lifetimes.place(layer.name(), places),
              scratch));
    }
    return new Program(
        identifier,
        target.name(),
        network,
        steps,
        lifetimes.chains().stream()
            .map(chain -> chain.at(steps.get(chain.first()).scratch().orElseThrow()))
            .toList(),
        lifetimes.place(network.input(), places),
        lifetimes.place(network.output(), places),
        plan.bytes(),
        target.alignment(),
        plan.lowerBound(),
        plan.arenas());
  }
}
