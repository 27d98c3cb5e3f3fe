package lowrank.quantize;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.fixed.QuantizedType;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.operator.Operator.OutputType;
import lowrank.operator.Pad;

/** Values that must share one type, because an operator between them only moves integers. */
final class TypeGroups {
  private final Network network;
  private final Map<String, String> parents = new LinkedHashMap<>();

  private TypeGroups(Network network) {
    this.network = network;
  }

  static TypeGroups of(Network network) {
    TypeGroups groups = new TypeGroups(network);
    groups.parents.put(network.input(), network.input());
    for (Layer layer : network.layers()) {
      groups.parents.put(layer.name(), layer.name());
      if (layer.operator().outputType() == OutputType.SAME_AS_INPUT) {
        layer.inputs().forEach(input -> groups.join(input, layer.name()));
      }
    }
    return groups;
  }

  /** All values that have the type of {@code value}, itself included. */
  Set<String> sharing(String value) {
    return parents.keySet().stream()
        .filter(other -> root(other).equals(root(value)))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private String root(String value) {
    String parent = parents.get(value);
    return parent.equals(value) ? value : root(parent);
  }

  private void join(String a, String b) {
    parents.put(root(b), root(a));
  }

  /**
   * One type for each value: fixed by an operator of its group, or spanning the group's intervals.
   */
  Map<String, QuantizedType> resolve(Map<String, Interval> intervals) {
    Map<String, Interval> spans = new LinkedHashMap<>();
    intervals.forEach((value, interval) -> spans.merge(root(value), interval, Interval::union));
    Map<String, QuantizedType> fixed = new LinkedHashMap<>();
    for (Layer layer : network.layers()) {
      if (layer.operator() instanceof Pad pad) {
        spans.merge(root(layer.name()), new Interval(pad.value(), pad.value()), Interval::union);
      }
      if (layer.operator().outputType() == OutputType.FIXED) {
        QuantizedType type = layer.operator().fixedOutputType();
        QuantizedType other = fixed.putIfAbsent(root(layer.name()), type);
        if (other != null && !other.equals(type)) {
          throw new CompileException(
              Fault.UNSUPPORTED_FORM,
              network.provenance().model(),
              layer.name(),
              "joined with a value of another fixed scale",
              "keep the outputs of different functions apart");
        }
      }
    }
    Map<String, QuantizedType> types = new LinkedHashMap<>();
    for (String value : parents.keySet()) {
      QuantizedType type = fixed.get(root(value));
      types.put(
          value, type != null ? type : spans.getOrDefault(root(value), Interval.ZERO).toInt8());
    }
    return types;
  }
}
