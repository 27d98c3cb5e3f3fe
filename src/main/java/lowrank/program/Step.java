package lowrank.program;

import java.util.List;
import java.util.Optional;

/**
 * One layer with the places of its operands.
 *
 * @param identifier the layer's name made fit for C and Java, unique in the program
 * @param inputs places of the inputs, in the kernel's order
 * @param output place of the output; an input's if computed in place or nothing is to be done; the
 *     chain's memory if the value is never whole
 * @param scratch working memory while the step runs; that of the whole chain if it runs in one
 */
public record Step(
    FixedLayer layer,
    String identifier,
    List<Buffer> inputs,
    Buffer output,
    Optional<Buffer> scratch) {
  /** Copies the list. */
  public Step {
    inputs = List.copyOf(inputs);
  }
}
