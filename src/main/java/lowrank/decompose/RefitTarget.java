package lowrank.decompose;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import lowrank.decompose.ActivationRun.Request;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.operator.Add;
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
 */
record RefitTarget(String response, Optional<String> subtracted) {
  /** The target for a layer; {@code compressed} is refitted up to it. */
  static RefitTarget of(Layer layer, Network original, Network compressed) {
    Optional<Layer> sum = sum(layer, original);
    Optional<String> other =
        sum.flatMap(add -> add.inputs().stream().filter(v -> !v.equals(layer.name())).findFirst());
    if (other.isEmpty()) {
      return new RefitTarget(layer.name(), other);
    }
    OptionalInt position = NetworkPrefix.index(compressed, other.get());
    int own = NetworkPrefix.index(compressed, layer.name()).orElseThrow();
    return position.isPresent() && position.getAsInt() > own
        ? new RefitTarget(layer.name(), Optional.empty())
        : new RefitTarget(sum.get().name(), other);
  }

  /** The sum that alone reads a layer without activation. */
  private static Optional<Layer> sum(Layer layer, Network original) {
    boolean linear = ((WeightedOperator) layer.operator()).activation().isAll();
    if (!linear || layer.name().equals(original.output())) {
      return Optional.empty();
    }
    List<Layer> readers =
        original.layers().stream().filter(l -> l.inputs().contains(layer.name())).toList();
    return readers.size() == 1 && readers.get(0).operator() instanceof Add
        ? Optional.of(readers.get(0))
        : Optional.empty();
  }

  /**
   * Moments of the compressed network's patches at a layer with the wanted responses.
   *
   * @param input value that the layer reads, the same name in both networks
   */
  MomentSums.Moments measure(
      Network original, Network compressed, String input, PatchReader reader, ActivationRun run) {
    List<String> values = new ArrayList<>(List.of(input));
    subtracted.filter(value -> !value.equals(input)).ifPresent(values::add);
    Request wanted = new Request(NetworkPrefix.linearUpTo(original, response), List.of(response));
    Request given = new Request(NetworkPrefix.reaching(compressed, values), values);
    MomentSums sums = new MomentSums(reader.length(), reader.outputs());
    run.execute(
        List.of(wanted, given),
        (first, count, batch) -> {
          float[] responses = batch.get(0).get(response);
          float[] patches = batch.get(1).get(input);
          Optional<float[]> other = subtracted.map(batch.get(1)::get);
          reader.forEachPixel(
              first,
              count,
              (index, pixel) ->
                  sums.add(
                      (x, xFrom, y, yFrom) -> {
                        reader.readPatch(patches, index, pixel, x, xFrom);
                        reader.addResponse(responses, 1, index, pixel, y, yFrom);
                        other.ifPresent(
                            value -> reader.addResponse(value, -1, index, pixel, y, yFrom));
                      }));
        });
    return sums.moments();
  }
}
