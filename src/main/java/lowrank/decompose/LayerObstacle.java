package lowrank.decompose;

import java.util.Optional;
import lowrank.network.Layer;
import lowrank.operator.WeightedOperator;

/** Why a layer cannot be decomposed, whatever the method. */
final class LayerObstacle {
  private LayerObstacle() {}

  /** The reason; empty if there is a method for the layer. */
  static Optional<String> of(Layer layer) {
    if (!(layer.operator() instanceof WeightedOperator operator)) {
      return Optional.of(layer.operator().kind() + " has no weights");
    }
    if (layer.origin().decomposed()) {
      return Optional.of("it is already a factor of " + layer.origin().sourceLayer());
    }
    return Decompositions.obstacle(operator);
  }
}
