package lowrank.decompose;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lowrank.fixed.Range;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.network.NetworkSegment;
import lowrank.network.SumBranch;
import lowrank.operator.ActivatedOperator;
import lowrank.operator.WeightedOperator;

/**
 * What a layer of the compressed network is to answer: the original layer's response before its
 * activation. Where the response goes into a sum and nowhere else, the original sum less what the
 * compressed network's other branch brings, so that a layer also makes good what the branch around
 * it has lost (He et al. 2017, "Channel pruning for accelerating very deep neural networks",
 * section 3.2).
 *
 * @param response layer of the original network whose linear output is wanted
 * @param subtracted value of the compressed network that is taken from it
 * @param activation what the output passes through next
 */
record RefitTarget(String response, Optional<String> subtracted, Range activation) {
  /** The target for a layer; {@code compressed} is refitted up to it. */
  static RefitTarget of(Layer layer, Network original, Network compressed) {
    RefitTarget own =
        new RefitTarget(
            layer.name(), Optional.empty(), ((WeightedOperator) layer.operator()).activation());
    Optional<SumBranch> branch = SumBranch.joining(layer, original);
    if (branch.isEmpty()) {
      return own;
    }
    Layer sum = branch.get().sum();
    String other = branch.get().other();
    int position = NetworkSegment.position(compressed, layer.name()).orElseThrow();
    boolean later = NetworkSegment.position(compressed, other).orElse(position) > position;
    Range activation = ((ActivatedOperator) sum.operator()).activation();
    return later ? own : new RefitTarget(sum.name(), Optional.of(other), activation);
  }

  /** Values of the compressed network that take part, the layer's {@code input} first. */
  List<String> given(String input) {
    List<String> values = new ArrayList<>(List.of(input));
    subtracted.filter(value -> !value.equals(input)).ifPresent(values::add);
    return values;
  }
}
