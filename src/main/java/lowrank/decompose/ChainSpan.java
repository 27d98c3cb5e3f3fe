package lowrank.decompose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.operator.WeightedOperator;

/**
 * Consecutive layers of a network that are the factors of one decomposed layer.
 *
 * @param start position of the first
 * @param end position after the last
 */
record ChainSpan(int start, int end) {
  /** All chains of a network without bias or activation between their factors, in order. */
  static List<ChainSpan> in(Network network) {
    List<ChainSpan> spans = new ArrayList<>();
    List<Layer> layers = network.layers();
    int start = 0;
    for (int end = 1; end <= layers.size(); end++) {
      if (end < layers.size() && layers.get(end).origin().equals(layers.get(start).origin())) {
        continue;
      }
      ChainSpan span = new ChainSpan(start, end);
      if (layers.get(start).origin().decomposed() && end - start > 1 && span.linear(network)) {
        spans.add(span);
      }
      start = end;
    }
    return spans;
  }

  /** The factors that end at position {@code last}; a layer that stands alone. */
  static ChainSpan endingAt(Network network, int last) {
    List<Layer> layers = network.layers();
    int start = last;
    while (start > 0
        && layers.get(last).origin().decomposed()
        && layers.get(start - 1).origin().equals(layers.get(last).origin())) {
      start--;
    }
    return new ChainSpan(start, last + 1);
  }

  private boolean linear(Network network) {
    List<WeightedOperator> factors = operators(network);
    return factors.subList(0, factors.size() - 1).stream()
        .allMatch(
            factor ->
                factor.activation().isAll()
                    && Arrays.stream(factor.bias().toDoubles()).allMatch(value -> value == 0));
  }

  List<WeightedOperator> operators(Network network) {
    return network.layers().subList(start, end).stream()
        .map(layer -> (WeightedOperator) layer.operator())
        .toList();
  }

  /** Name of the value that the chain reads. */
  String input(Network network) {
    return network.layers().get(start).inputs().get(0);
  }

  /** Name of the value that the chain gives. */
  String output(Network network) {
    return network.layers().get(end - 1).name();
  }

  /** Names of the values between the factors. */
  List<String> intermediates(Network network) {
    return network.layers().subList(start, end - 1).stream().map(Layer::name).toList();
  }
}
