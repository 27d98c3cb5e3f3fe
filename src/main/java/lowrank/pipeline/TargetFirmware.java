package lowrank.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.emit.c.CEmitter;
import lowrank.network.Network;
import lowrank.pipeline.search.FirmwareMeter;
import lowrank.program.FixedNetwork;
import lowrank.program.KernelMemory;
import lowrank.program.Program;
import lowrank.program.SourceBundle;
import lowrank.schedule.Fusion;
import lowrank.schedule.Scheduler;
import lowrank.target.Target;
import lowrank.target.Targets;
import lowrank.tensor.ElementType;
import lowrank.verify.ImageSize;

/**
 * What the firmware for a target takes. A float network is given made-up scales, which change
 * neither the plan nor, but for a few literals, the size.
 */
final class TargetFirmware implements FirmwareMeter {
  private static final String IDENTIFIER = "net";

  private final Target target;
  private final boolean compile;
  private final boolean wideFactors;
  private final Function<Network, FixedNetwork> finish;

  /**
   * For a target; without one, weights and plan are those of the host, and nothing is compiled.
   *
   * @param wideFactors whether values between factors are int16
   * @param finish refits and quantises a decomposed network
   */
  TargetFirmware(
      Optional<Target> target, boolean wideFactors, Function<Network, FixedNetwork> finish) {
    this.wideFactors = wideFactors;
    this.finish = finish;
    this.target = target.orElseGet(() -> Targets.load("host"));
    this.compile = target.isPresent();
  }

  @Override
  public Program program(Network network) {
    return program(NominalQuantization.fixed(network, wideFactors));
  }

  @Override
  public Program layerByLayer(Network network) {
    return program(NominalQuantization.fixed(network, wideFactors), Fusion.OFF);
  }

  @Override
  public int factorBytes() {
    return (wideFactors ? ElementType.INT16 : ElementType.INT8).bytes();
  }

  @Override
  public Program finished(Network decomposed) {
    return program(finish.apply(decomposed));
  }

  /** The memory plan of a quantised network. */
  Program program(FixedNetwork network) {
    return program(network, Fusion.AUTO);
  }

  private Program program(FixedNetwork network, Fusion fusion) {
    KernelMemory memory = CEmitter.scratchBytes(target);
    FixedNetwork ordered = Scheduler.ordered(network, target, memory);
    return Scheduler.schedule(ordered, target, IDENTIFIER, memory, fusion);
  }

  @Override
  public Optional<List<Long>> instructions(Program program) {
    return compile
        ? LayerCosts.of(program, target).map(costs -> LayerCosts.standIns(program, costs))
        : Optional.empty();
  }

  @Override
  public long constantBytes(Program program) {
    return CEmitter.constantBytes(program, target);
  }

  @Override
  public Optional<Image> image(Program program) {
    if (!compile) {
      return Optional.empty();
    }
    SourceBundle sources = CEmitter.emit(program, target, Generator.testVectors(program.network()));
    try {
      ImageSize size = MeasuredImage.measure(sources, IDENTIFIER, program.network(), target);
      return Optional.of(new Image(size.flashBytes(), size.stackBytes()));
    } catch (CompileException e) {
      if (e.fault() == Fault.TOOL_MISSING) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
