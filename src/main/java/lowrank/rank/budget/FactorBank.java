package lowrank.rank.budget;

import java.util.List;

/**
 * What can be done with every layer of a network.
 *
 * @param layers in network order
 * @param fixed what the rest of the network costs, whatever is chosen
 */
public record FactorBank(List<LayerCandidates> layers, Costs fixed) {
  /** Copies the list. */
  public FactorBank {
    layers = List.copyOf(layers);
  }

  /** Without candidates that no budget makes the best. */
  public FactorBank pruned() {
    return new FactorBank(layers.stream().map(LayerCandidates::pruned).toList(), fixed);
  }

  /** The same with every predicted loss of a layer multiplied by a factor of its own. */
  public FactorBank scaled(List<Double> factors) {
    List<LayerCandidates> scaled = new java.util.ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      double factor = factors.get(i);
      scaled.add(layers.get(i).withLosses(candidate -> factor * candidate.loss()));
    }
    return new FactorBank(scaled, fixed);
  }
}
