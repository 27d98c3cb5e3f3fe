package lowrank.network;

import java.util.List;
import lowrank.operator.Operator;
import lowrank.provenance.Origin;

/**
 * One operator applied to named values; its output carries the layer's name.
 *
 * @param name unique in the network
 * @param inputs names of the network's input or of earlier layers
 */
public record Layer(String name, Operator operator, List<String> inputs, Origin origin) {
  /** Copies the list. */
  public Layer {
    inputs = List.copyOf(inputs);
  }

  /** A layer that stands as imported. */
  public static Layer of(String name, Operator operator, String... inputs) {
    return new Layer(name, operator, List.of(inputs), Origin.of(name));
  }

  /** The same layer with another operator. */
  public Layer withOperator(Operator replacement) {
    return new Layer(name, replacement, inputs, origin);
  }
}
