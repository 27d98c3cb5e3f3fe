package lowrank.emit.c;

import java.util.List;
import lowrank.tensor.IntTensor;

/**
 * One inference by the interpreter, for the generated self-test.
 *
 * @param input of the network
 * @param outputs of every layer, in layer order
 */
public record TestVectors(IntTensor input, List<IntTensor> outputs) {
  /** Copies the list. */
  public TestVectors {
    outputs = List.copyOf(outputs);
  }
}
