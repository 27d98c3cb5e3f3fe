package lowrank.importer.pass;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.operator.Operator;

/**
 * A network under construction out of another: layers are appended, replaced or made to vanish, and
 * readers of a value that vanished read the value that stands for it.
 */
public final class Rewrite {
  private final Network source;
  private final Map<String, Layer> layers = new LinkedHashMap<>();
  private final Map<String, String> aliases = new HashMap<>();
  private final Map<String, Integer> readers = new HashMap<>();
  private final Set<String> names = new HashSet<>();

  /** Starts with no layers. */
  public Rewrite(Network source) {
    this.source = source;
    names.add(source.input());
    for (Layer layer : source.layers()) {
      names.add(layer.name());
      layer.inputs().forEach(value -> readers.merge(value, 1, Integer::sum));
    }
    readers.merge(source.output(), 1, Integer::sum);
  }

  /** The value that now stands for a value of the source network. */
  public String resolve(String value) {
    String current = value;
    while (aliases.containsKey(current)) {
      current = aliases.get(current);
    }
    return current;
  }

  /** A layer of the source network with its inputs resolved. */
  public Layer resolved(Layer layer) {
    List<String> inputs = layer.inputs().stream().map(this::resolve).toList();
    return new Layer(layer.name(), layer.operator(), inputs, layer.origin());
  }

  /** Appends a layer with its inputs resolved. */
  public void append(Layer layer) {
    layers.put(layer.name(), resolved(layer));
  }

  /** The appended layer that computes a value; empty for the network's input. */
  public Optional<Layer> producer(String value) {
    return Optional.ofNullable(layers.get(resolve(value)));
  }

  /**
   * Whether a value of the source network is read exactly once, the network's output being a read.
   */
  public boolean readOnce(String value) {
    return readers.getOrDefault(value, 0) == 1;
  }

  /** Gives an appended layer another operator. */
  public void replaceOperator(String layer, Operator operator) {
    layers.put(layer, layers.get(layer).withOperator(operator));
  }

  /** From now on readers of {@code value} read {@code replacement}. */
  public void alias(String value, String replacement) {
    aliases.put(value, replacement);
  }

  /** A name that no value of the network has: {@code base}, numbered if need be. */
  public String unused(String base) {
    String name = base;
    for (int number = 2; !names.add(name); number++) {
      name = base + "_" + number;
    }
    return name;
  }

  /** The result. */
  public Network finish() {
    return new Network(
        source.name(),
        source.input(),
        source.inputShape(),
        source.layout(),
        new ArrayList<>(layers.values()),
        resolve(source.output()),
        source.provenance());
  }
}
