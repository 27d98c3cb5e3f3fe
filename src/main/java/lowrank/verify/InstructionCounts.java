package lowrank.verify;

import java.util.List;

/**
 * Instructions that an emulated core executed for one input. Each figure includes the call of the
 * layer; instructions are not cycles.
 *
 * @param where the core
 * @param layers in the network's order
 * @param invoke of a whole call
 */
public record InstructionCounts(String where, List<Long> layers, long invoke) {
  /** Copies the list. */
  public InstructionCounts {
    layers = List.copyOf(layers);
  }
}
