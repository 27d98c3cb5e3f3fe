package lowrank.pipeline.search;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import lowrank.network.InputLayout;
import lowrank.network.Layer;
import lowrank.network.Network;

/**
 * Places where a network hangs together by a single value: what comes behind can be run alone on
 * that value, so that a change behind the place costs no more than what is behind it.
 *
 * @param starts index of the first layer behind each place, ascending, 0 first
 * @param values the value at each place, the network's input first
 */
record Segments(Network network, List<Integer> starts, List<String> values) {
  Segments {
    starts = List.copyOf(starts);
    values = List.copyOf(values);
  }

  static Segments of(Network network) {
    List<Integer> starts = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (int start = 0; start < network.layers().size(); start++) {
      Set<String> alive = readBehind(network, start);
      if (alive.size() == 1) {
        starts.add(start);
        values.add(alive.iterator().next());
      }
    }
    return new Segments(network, starts, values);
  }

  /** Values made before layer {@code start} that are needed from there on. */
  private static Set<String> readBehind(Network network, int start) {
    Set<String> before = new LinkedHashSet<>(List.of(network.input()));
    network.layers().subList(0, start).forEach(layer -> before.add(layer.name()));
    Set<String> alive = new LinkedHashSet<>();
    if (before.contains(network.output())) {
      alive.add(network.output());
    }
    for (Layer layer : network.layers().subList(start, network.layers().size())) {
      layer.inputs().stream().filter(before::contains).forEach(alive::add);
    }
    return alive;
  }

  /** The last place before a layer. */
  int before(String layer) {
    int index = 0;
    while (!network.layers().get(index).name().equals(layer)) {
      index++;
    }
    int place = 0;
    while (place + 1 < starts.size() && starts.get(place + 1) <= index) {
      place++;
    }
    return place;
  }

  /** Everything behind a place. */
  Network behind(int place) {
    int end = network.layers().size();
    return part(place, end, network.output());
  }

  /** What is between two places. */
  Network between(int place, int next) {
    return part(place, starts.get(next), values.get(next));
  }

  private Network part(int place, int end, String output) {
    String input = values.get(place);
    return new Network(
        network.name(),
        input,
        network.shapes().get(input),
        place == 0 ? network.layout() : InputLayout.CHANNELS_LAST,
        network.layers().subList(starts.get(place), end),
        output,
        network.provenance());
  }
}
