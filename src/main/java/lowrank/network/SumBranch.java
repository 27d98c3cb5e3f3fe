package lowrank.network;

import java.util.List;
import java.util.Optional;
import lowrank.operator.ActivatedOperator;
import lowrank.operator.Add;

/**
 * Where a layer's linear response goes into a sum and nowhere else.
 *
 * @param sum the layer that adds
 * @param other value that joins the response there
 */
public record SumBranch(Layer sum, String other) {
  /** The sum that alone reads a layer without activation; empty if there is none. */
  public static Optional<SumBranch> joining(Layer layer, Network network) {
    boolean linear =
        layer.operator() instanceof ActivatedOperator operator && operator.activation().isAll();
    if (!linear || layer.name().equals(network.output())) {
      return Optional.empty();
    }
    List<Layer> readers =
        network.layers().stream().filter(l -> l.inputs().contains(layer.name())).toList();
    if (readers.size() != 1 || !(readers.get(0).operator() instanceof Add)) {
      return Optional.empty();
    }
    return readers.get(0).inputs().stream()
        .filter(value -> !value.equals(layer.name()))
        .findFirst()
        .map(other -> new SumBranch(readers.get(0), other));
  }
}
