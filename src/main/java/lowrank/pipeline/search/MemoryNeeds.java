package lowrank.pipeline.search;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import lowrank.network.Network;
import lowrank.program.Buffer;
import lowrank.program.Program;
import lowrank.program.Step;

/**
 * Bytes that are alive while a layer computes, as it stands or as a chain. What lives between the
 * layers is the same whatever is chosen for them, so that the need of one layer does not depend on
 * the choice for another. All figures are lower bounds of the plan's: an output is taken to lie
 * over its input as far as the sizes allow, and a gap between buffers, if the plan cannot avoid
 * one, comes on top. Where layers that run together take less memory, no figure is above what the
 * whole original network takes: what the finished plan takes decides.
 */
final class MemoryNeeds {
  private final Program program;
  private final int alignment;
  private final int factorBytes;
  private final long most;

  private MemoryNeeds(Program program, int factorBytes, long most) {
    this.program = program;
    this.factorBytes = factorBytes;
    this.alignment = program.arenaAlignment();
    this.most = most;
  }

  /**
   * The needs around the layers of an original network's plan.
   *
   * @param program of the network, with layers that run together
   */
  static MemoryNeeds of(FirmwareMeter firmware, Network network, Program program) {
    Program alone = firmware.layerByLayer(network);
    int together = program.arenaBytes();
    return new MemoryNeeds(
        alone, firmware.factorBytes(), together < alone.arenaBytes() ? together : Long.MAX_VALUE);
  }

  /** Need of a layer that stands. */
  long standing(String layer) {
    int index = index(layer);
    Step step = program.steps().get(index);
    long input = dyingInput(step, index);
    long needed = alive(index) - Math.min(input, aligned(step.output().bytes())) - slack();
    return Math.min(most, needed);
  }

  /**
   * Need of a chain in a layer's place.
   *
   * @param intermediates numbers of the values between the factors
   */
  long chain(String layer, List<Long> intermediates) {
    int index = index(layer);
    Step step = program.steps().get(index);
    long inputBytes = dyingInput(step, index);
    long outputBytes = aligned(step.output().bytes());
    long others = alive(index) - inputBytes - outputBytes;
    long needed = 0;
    for (int k = 0; k <= intermediates.size(); k++) {
      long in = k == 0 ? inputBytes : between(intermediates.get(k - 1));
      long out = k == intermediates.size() ? outputBytes : between(intermediates.get(k));
      needed = Math.max(needed, others + Math.max(in, out));
    }
    return Math.min(this.most, needed - slack());
  }

  private long between(long values) {
    return aligned(values * factorBytes);
  }

  /** Bytes of a step's input that the output may lie over. */
  private long dyingInput(Step step, int index) {
    Buffer input = step.inputs().get(0);
    return input.last() == index ? aligned(input.bytes()) : 0;
  }

  /** The buffer on top need not be rounded up to the alignment. */
  private long slack() {
    return alignment - 1L;
  }

  private int index(String layer) {
    int index = 0;
    while (!program.steps().get(index).layer().name().equals(layer)) {
      index++;
    }
    return index;
  }

  private long alive(int index) {
    Set<Buffer> buffers = new LinkedHashSet<>(List.of(program.input(), program.output()));
    for (Step step : program.steps()) {
      buffers.addAll(step.inputs());
      buffers.add(step.output());
      step.scratch().ifPresent(buffers::add);
    }
    return buffers.stream()
        .filter(buffer -> buffer.first() <= index && index <= buffer.last())
        .mapToLong(buffer -> aligned(buffer.bytes()))
        .sum();
  }

  private long aligned(long bytes) {
    return (bytes + alignment - 1) / alignment * alignment;
  }
}
