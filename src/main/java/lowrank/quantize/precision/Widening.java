package lowrank.quantize.precision;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.Range;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.operator.Clamp;
import lowrank.operator.Operator.OutputType;
import lowrank.provenance.Origin;

/**
 * Gives chosen values of a network int16 types. Values that must share a type are raised together;
 * where a raised value meets an operator that takes int8 alone, a requantisation goes between. The
 * network's input always stays int8.
 */
public final class Widening {
  private static final String SUFFIX = "_requantised";

  private final Network network;
  private final Map<String, QuantizedType> narrow;
  private final Map<String, QuantizedType> ranges;
  private final Map<String, Set<String>> groups = new LinkedHashMap<>();

  /**
   * Prepares a network.
   *
   * @param narrow int8 type of every value
   * @param ranges int8 types that span each value's whole range; int16 types are made of these
   */
  public Widening(
      Network network, Map<String, QuantizedType> narrow, Map<String, QuantizedType> ranges) {
    this.network = network;
    this.narrow = narrow;
    this.ranges = ranges;
    groups.put(network.input(), new LinkedHashSet<>(Set.of(network.input())));
    for (Layer layer : network.layers()) {
      Set<String> group = new LinkedHashSet<>();
      if (layer.operator().outputType() == OutputType.SAME_AS_INPUT) {
        layer.inputs().forEach(input -> group.addAll(groups.get(input)));
      }
      group.add(layer.name());
      group.forEach(value -> groups.put(value, group));
    }
  }

  /** The layers whose outputs must have the same type as that of {@code layer}, itself included. */
  public Set<String> together(String layer) {
    if (!groups.containsKey(layer) || layer.equals(network.input())) {
      List<String> layers = network.layers().stream().map(Layer::name).toList();
      throw new CompileException(
          Fault.NOT_INT16, layer, "there is no such layer, only " + String.join(", ", layers));
    }
    return Set.copyOf(groups.get(layer));
  }

  /** The values between the factors of decomposed layers: what reads them has the same source. */
  public Set<String> betweenFactors() {
    Set<String> between = new LinkedHashSet<>();
    for (Layer layer : network.layers()) {
      List<Layer> readers =
          network.layers().stream().filter(l -> l.inputs().contains(layer.name())).toList();
      if (!readers.isEmpty()
          && readers.stream().allMatch(reader -> sameChain(layer.origin(), reader.origin()))) {
        between.add(layer.name());
      }
    }
    return between;
  }

  /** The network with {@link #betweenFactors} in int16. */
  public MixedNetwork raiseFactors() {
    return raise(betweenFactors());
  }

  private static boolean sameChain(Origin factor, Origin next) {
    return factor.decomposed()
        && next.decomposed()
        && factor.sourceLayer().equals(next.sourceLayer());
  }

  /** Why a layer's output cannot be int16; empty if it can. */
  public Optional<String> obstacle(String layer) {
    Set<String> together = together(layer);
    if (together.contains(network.input())) {
      return Optional.of("it shares its type with the network's input, which stays int8");
    }
    return network.layers().stream()
        .filter(member -> together.contains(member.name()) && !canGiveInt16(member))
        .map(member -> "layer " + member.name() + ", a " + member.operator().kind() + ", is int8")
        .findFirst();
  }

  private static boolean canGiveInt16(Layer layer) {
    return layer.operator().takesInt16() && layer.operator().outputType() != OutputType.FIXED;
  }

  /**
   * The network with the outputs of {@code layers}, and of what goes with them, in int16.
   *
   * @throws CompileException if there is no such layer or its output cannot be int16
   */
  public MixedNetwork raise(Set<String> layers) {
    Set<String> raised = new LinkedHashSet<>();
    for (String layer : layers) {
      obstacle(layer)
          .ifPresent(
              reason -> {
                throw new CompileException(Fault.NOT_INT16, layer, reason);
              });
      raised.addAll(together(layer));
    }
    Map<String, QuantizedType> types = new LinkedHashMap<>();
    narrow.forEach((value, type) -> types.put(value, raised.contains(value) ? wide(value) : type));
    List<Layer> result = new ArrayList<>();
    for (Layer layer : network.layers()) {
      List<String> inputs = new ArrayList<>();
      for (String input : layer.inputs()) {
        boolean narrowed = raised.contains(input) && !layer.operator().takesInt16();
        inputs.add(narrowed ? requantised(input, result, types) : input);
      }
      result.add(new Layer(layer.name(), layer.operator(), inputs, layer.origin()));
    }
    return new MixedNetwork(network.withLayers(result), types);
  }

  /** The int8 form of a raised value; its layer is added when it is first asked for. */
  private String requantised(String value, List<Layer> layers, Map<String, QuantizedType> types) {
    String name = value + SUFFIX;
    while (narrow.containsKey(name)) {
      name += SUFFIX;
    }
    if (types.putIfAbsent(name, narrow.get(value)) == null) {
      layers.add(Layer.of(name, new Clamp(Range.ALL), value));
    }
    return name;
  }

  /** The symmetric int16 type that holds all that the value's range holds. */
  private QuantizedType wide(String value) {
    QuantizedType type = ranges.get(value);
    double largest =
        Math.max(
            Math.abs((double) type.dequantize(type.element().minimum())),
            Math.abs((double) type.dequantize(type.element().maximum())));
    return QuantizedType.int16((float) (largest / Short.MAX_VALUE));
  }
}
