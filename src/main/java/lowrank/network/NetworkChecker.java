package lowrank.network;

import java.util.HashSet;
import java.util.Set;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.operator.WeightedOperator;

/** Checks what must hold of a network between any two passes. */
public final class NetworkChecker {
  private NetworkChecker() {}

  /**
   * Checks unique names, order, shapes and finite weights.
   *
   * @throws CompileException if shapes do not fit or weights are not finite
   * @throws IllegalStateException if a pass broke names or order
   */
  public static void check(Network network) {
    Set<String> names = new HashSet<>();
    names.add(network.input());
    for (Layer layer : network.layers()) {
      if (!names.add(layer.name())) {
        throw new IllegalStateException("two values are called " + layer.name());
      }
      if (layer.operator() instanceof WeightedOperator weighted
          && !(weighted.weights().isFinite() && weighted.bias().isFinite())) {
        throw new CompileException(
            Fault.NON_FINITE_WEIGHTS, network.provenance().model(), layer.name());
      }
    }
    if (!names.contains(network.output()) || network.output().equals(network.input())) {
      throw new IllegalStateException("output " + network.output() + " is not computed");
    }
    network.shapes();
  }
}
