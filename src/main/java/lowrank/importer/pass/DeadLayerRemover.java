package lowrank.importer.pass;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import lowrank.network.Layer;
import lowrank.network.Network;

/** Removes layers that the network's output does not depend on. */
public final class DeadLayerRemover implements Pass {
  @Override
  public Network apply(Network network) {
    Map<String, Layer> byName = new HashMap<>();
    network.layers().forEach(layer -> byName.put(layer.name(), layer));
    Set<String> live = new HashSet<>();
    Deque<String> pending = new ArrayDeque<>();
    pending.add(network.output());
    while (!pending.isEmpty()) {
      String value = pending.remove();
      if (live.add(value) && byName.containsKey(value)) {
        pending.addAll(byName.get(value).inputs());
      }
    }
    return network.withLayers(
        network.layers().stream().filter(layer -> live.contains(layer.name())).toList());
  }
}
