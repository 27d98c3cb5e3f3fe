package lowrank.verify;

import java.util.List;
import java.util.Optional;
import lowrank.verify.trace.Histogram;

/**
 * What an emulated core executed for one input.
 *
 * @param published whether the histograms' cycles follow the core's documentation; else they are an
 *     assumption
 * @param layers one histogram a layer, in the network's order; empty if nothing is known of the
 *     core's instructions
 * @param invoke of a whole call; empty likewise
 */
public record ExecutionProfile(
    InstructionCounts counts,
    TouchedMemory memory,
    boolean published,
    List<Histogram> layers,
    Optional<Histogram> invoke) {
  /** Copies the list. */
  public ExecutionProfile {
    layers = List.copyOf(layers);
  }
}
