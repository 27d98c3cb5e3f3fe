package lowrank.schedule;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import lowrank.kernel.Kernel;
import lowrank.program.FixedLayer;
import lowrank.program.FixedNetwork;
import lowrank.program.KernelMemory;

/**
 * The order of a network's branches with the smallest live set. What is alive depends only on which
 * layers are done, so the best way to each such set is kept, level by level; of very many sets the
 * best ones.
 */
final class LayerOrder {
  private static final int MOST_STATES = 1000;

  private final FixedNetwork network;
  private final KernelMemory memory;
  private final int alignment;
  private final Map<String, Integer> roots = new HashMap<>();
  private final List<Integer> sizes = new ArrayList<>();
  private final List<BitSet> readers = new ArrayList<>();
  private final List<BitSet> needs = new ArrayList<>();

  private LayerOrder(FixedNetwork network, KernelMemory memory, int alignment) {
    this.network = network;
    this.memory = memory;
    this.alignment = alignment;
    add(network.input(), network.inputType().bytes());
    Map<String, Integer> producers = new HashMap<>();
    for (int i = 0; i < network.layers().size(); i++) {
      FixedLayer layer = network.layers().get(i);
      BitSet need = new BitSet();
      for (String input : layer.inputs()) {
        readers.get(roots.get(input)).set(i);
        if (producers.containsKey(input)) {
          need.set(producers.get(input));
        }
      }
      needs.add(need);
      producers.put(layer.name(), i);
      if (layer.kernel().alias()) {
        roots.put(layer.name(), roots.get(layer.inputs().get(0)));
      } else {
        add(layer.name(), layer.kernel().output().bytes());
      }
    }
    readers.get(roots.get(network.output())).set(network.layers().size());
  }

  private void add(String value, int bytes) {
    roots.put(value, sizes.size());
    sizes.add(aligned(bytes));
    readers.add(new BitSet());
  }

  /** The network with its layers in the best order found; as it is if none needs less memory. */
  static FixedNetwork of(FixedNetwork network, KernelMemory memory, int alignment) {
    LayerOrder order = new LayerOrder(network, memory, alignment);
    if (order.isChain()) {
      return network;
    }
    FixedNetwork candidate = order.reordered(order.best());
    boolean smaller =
        MemoryPlan.of(candidate, memory, alignment).bytes()
            < MemoryPlan.of(network, memory, alignment).bytes();
    return smaller ? candidate : network;
  }

  private boolean isChain() {
    for (int i = 1; i < needs.size(); i++) {
      if (!needs.get(i).get(i - 1)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Layers done, and the best way there.
   *
   * @param peak largest live set on the way, bytes
   */
  private record State(BitSet done, long peak, State before, int layer) {}

  private List<FixedLayer> best() {
    Collection<State> states = List.of(new State(new BitSet(), 0, null, -1));
    for (int level = 0; level < needs.size(); level++) {
      Map<BitSet, State> next = new LinkedHashMap<>();
      for (State state : states) {
        for (int layer = 0; layer < needs.size(); layer++) {
          if (!state.done().get(layer) && contains(state.done(), needs.get(layer))) {
            State after = after(state, layer);
            next.merge(
                after.done(), after, (one, other) -> other.peak() < one.peak() ? other : one);
          }
        }
      }
      states =
          next.values().stream()
              .sorted(Comparator.comparingLong(State::peak))
              .limit(MOST_STATES)
              .toList();
    }
    LinkedList<FixedLayer> layers = new LinkedList<>();
    State state = states.iterator().next();
    for (; state.before() != null; state = state.before()) {
      layers.addFirst(network.layers().get(state.layer()));
    }
    return layers;
  }

  private State after(State state, int layer) {
    BitSet done = (BitSet) state.done().clone();
    done.set(layer);
    return new State(done, Math.max(state.peak(), need(state.done(), layer)), state, layer);
  }

  private static boolean contains(BitSet all, BitSet some) {
    BitSet rest = (BitSet) some.clone();
    rest.andNot(all);
    return rest.isEmpty();
  }

  /** Bytes alive while a layer computes. */
  private long need(BitSet done, int layer) {
    Kernel kernel = network.layers().get(layer).kernel();
    long sum = alive(done);
    if (kernel.alias()) {
      return sum;
    }
    long output = aligned(kernel.output().bytes());
    return sum
        + output
        + aligned(memory.applyAsInt(kernel))
        - Math.min(output, shared(done, layer, output));
  }

  private long alive(BitSet done) {
    long sum = 0;
    BitSet counted = new BitSet();
    counted.set(roots.get(network.input()));
    for (int layer = done.nextSetBit(0); layer >= 0; layer = done.nextSetBit(layer + 1)) {
      counted.set(roots.get(network.layers().get(layer).name()));
    }
    for (int root = counted.nextSetBit(0); root >= 0; root = counted.nextSetBit(root + 1)) {
      sum += contains(done, readers.get(root)) ? 0 : sizes.get(root);
    }
    return sum;
  }

  /** Bytes that an output can share at most with the inputs that are read for the last time. */
  private long shared(BitSet done, int layer, long output) {
    BitSet after = (BitSet) done.clone();
    after.set(layer);
    FixedLayer reader = network.layers().get(layer);
    BitSet seen = new BitSet();
    long sum = 0;
    for (int i = 0; i < reader.inputs().size(); i++) {
      int root = roots.get(reader.inputs().get(i));
      OptionalInt lead = Lifetimes.lead(reader.kernel(), i, memory);
      if (lead.isPresent() && contains(after, readers.get(root)) && !seen.get(root)) {
        seen.set(root);
        sum += Math.min(Math.max(0, output - aligned(lead.getAsInt())), sizes.get(root));
      }
    }
    return sum;
  }

  private FixedNetwork reordered(List<FixedLayer> layers) {
    return new FixedNetwork(
        network.name(),
        network.input(),
        network.inputType(),
        layers,
        network.output(),
        network.provenance());
  }

  private int aligned(int bytes) {
    return (bytes + alignment - 1) / alignment * alignment;
  }
}
