package lowrank.pipeline.search;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import lowrank.program.Buffer;
import lowrank.program.Program;
import lowrank.program.Step;

/**
 * Bytes that are alive while a layer computes, as it stands or as a chain. What lives between the
 * layers is the same whatever is chosen for them, so that the need of one layer does not depend on
 * the choice for another. All figures are lower bounds of the plan's: a gap between buffers, if the
 * plan cannot avoid one, comes on top.
 */
final class MemoryNeeds {
  private final Program program;
  private final int alignment;

  /** The needs around the layers of an original network's plan. */
  MemoryNeeds(Program program) {
    this.program = program;
    this.alignment = program.arenaAlignment();
  }

  /** Need of a layer that stands. */
  long standing(String layer) {
    return alive(index(layer)) - slack();
  }

  /**
   * Need of a chain in a layer's place.
   *
   * @param intermediates bytes of the values between the factors
   */
  long chain(String layer, List<Long> intermediates) {
    int index = index(layer);
    Step step = program.steps().get(index);
    Buffer input = step.inputs().get(0);
    long inputBytes = input.last() == index ? aligned(input.bytes()) : 0;
    long outputBytes = aligned(step.output().bytes());
    long others = alive(index) - inputBytes - outputBytes;
    long most = 0;
    for (int k = 0; k <= intermediates.size(); k++) {
      long in = k == 0 ? inputBytes : aligned(intermediates.get(k - 1));
      long out = k == intermediates.size() ? outputBytes : aligned(intermediates.get(k));
      most = Math.max(most, others + in + out);
    }
    return most - slack();
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
