package lowrank.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import lowrank.diagnostic.CompileException;
import lowrank.kernel.Kernel;
import lowrank.program.Buffer;
import lowrank.program.FixedLayer;
import lowrank.program.FixedNetwork;
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
   * One step per layer, in the network's order. A layer that only gives its input another shape
   * shares the input's place and needs no code; an elementwise layer writes over an input that
   * nobody reads later. The network's input lives from before the first step, its output until
   * after the last; working memory lives during its step.
   *
   * @param identifier prefix of all generated names
   * @throws CompileException if the identifier is not fit for C
   */
  public static Program schedule(FixedNetwork network, Target target, String identifier) {
    return schedule(network, target, identifier, Kernel::scratchBytes);
  }

  /**
   * The same with other working memories.
   *
   * @param scratchBytes working memory in bytes of a layer with this kernel
   */
  public static Program schedule(
      FixedNetwork network, Target target, String identifier, ToIntFunction<Kernel> scratchBytes) {
    Identifiers identifiers = new Identifiers(identifier);
    Lifetimes lifetimes = Lifetimes.of(network, scratchBytes);
    List<Buffer> places = ArenaPacker.pack(lifetimes.storages(), target.alignment());
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < network.layers().size(); i++) {
      FixedLayer layer = network.layers().get(i);
      Optional<Buffer> scratch = lifetimes.scratch(i).map(places::get);
      steps.add(
          new Step(
              layer,
              identifiers.unique(layer.name()),
              layer.inputs().stream().map(value -> places.get(lifetimes.storage(value))).toList(),
              places.get(lifetimes.storage(layer.name())),
              scratch));
    }
    return new Program(
        identifier,
        target.name(),
        network,
        steps,
        places.get(lifetimes.storage(network.input())),
        places.get(lifetimes.storage(network.output())),
        places.stream().mapToInt(Buffer::end).max().orElseThrow(),
        target.alignment(),
        ArenaPacker.lowerBound(lifetimes.storages(), target.alignment()));
  }
}
