package lowrank.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import lowrank.kernel.Kernel;
import lowrank.kernel.TensorType;
import lowrank.program.Buffer;
import lowrank.program.FixedLayer;
import lowrank.program.FixedNetwork;
import lowrank.program.FusedChain;
import lowrank.program.KernelMemory;

/** Which memory each value of a network lies in, and from which step to which it is needed. */
final class Lifetimes {
  /** What outputs may have in common with inputs that nobody reads later. */
  enum Sharing {
    /** Elementwise layers write over an input of their size. */
    ELEMENTWISE,
    /**
     * They do, and other outputs may lie over their inputs as far as the order of access allows.
     */
    OVERLAPPED,
    /** Any output may lie over its inputs, elementwise ones as well, or apart. */
    FREE
  }

  private final FixedNetwork network;
  private final KernelMemory memory;
  private final Sharing sharing;
  private final List<FusedChain> chains;
  private final Map<String, Integer> lastReads;
  private final List<Storage> storages = new ArrayList<>();
  private final Map<String, Integer> storageByValue = new HashMap<>();
  private final Map<Integer, Integer> scratchByStep = new HashMap<>();
  private final Map<String, Integer> bytes = new HashMap<>();
  private final Map<String, Integer> offsets = new HashMap<>();
  private final List<Overlap> overlaps = new ArrayList<>();

  private Lifetimes(
      FixedNetwork network, KernelMemory memory, Sharing sharing, List<FusedChain> chains) {
    this.network = network;
    this.memory = memory;
    this.sharing = sharing;
    this.chains = List.copyOf(chains);
    this.lastReads = lastReads(network);
    network.types().forEach((value, type) -> bytes.put(value, type.bytes()));
  }

  static Lifetimes of(FixedNetwork network, KernelMemory memory, Sharing sharing) {
    return of(network, memory, sharing, List.of());
  }

  /**
   * The same with some layers run as chains: a chain's memory, input and output live from its first
   * to its last step at least.
   */
  static Lifetimes of(
      FixedNetwork network, KernelMemory memory, Sharing sharing, List<FusedChain> chains) {
    Lifetimes lifetimes = new Lifetimes(network, memory, sharing, chains);
    lifetimes.storageByValue.put(
        network.input(), lifetimes.add(network.inputType().bytes(), -1, network.input()));
    int step = 0;
    for (FusedChain chain : chains) {
      lifetimes.placeUntil(step, chain.first());
      lifetimes.place(chain);
      step = chain.last() + 1;
    }
    lifetimes.placeUntil(step, network.layers().size());
    return lifetimes;
  }

  private void placeUntil(int first, int end) {
    for (int step = first; step < end; step++) {
      place(step);
    }
  }

  /** All memories and what they may share. */
  PackingProblem problem(int alignment) {
    return new PackingProblem(storages, overlaps, alignment);
  }

  /** The layers that run together, in order. */
  List<FusedChain> chains() {
    return chains;
  }

  /** All memories, in the order in which they are first needed. */
  List<Storage> storages() {
    return List.copyOf(storages);
  }

  /** Index of the memory that a value lies in. */
  int storage(String value) {
    return storageByValue.get(value);
  }

  /** Where a value lies, given the places of all memories. */
  Buffer place(String value, List<Buffer> places) {
    Buffer memory = places.get(storage(value));
    return new Buffer(
        memory.offset() + offset(value),
        Math.min(bytes.get(value), memory.bytes()),
        memory.first(),
        memory.last(),
        memory.bank());
  }

  private int offset(String value) {
    return offsets.getOrDefault(value, 0);
  }

  /** Index of a step's working memory. */
  Optional<Integer> scratch(int step) {
    return Optional.ofNullable(scratchByStep.get(step));
  }

  private void place(int step) {
    FixedLayer layer = network.layers().get(step);
    int bytes = layer.kernel().output().bytes();
    Optional<String> shared = sharedWithInput(layer, step);
    int storage = shared.isPresent() ? storage(shared.get()) : add(bytes, step, layer.name());
    storages.set(storage, storages.get(storage).keptUntil(lastRead(layer.name(), step)));
    storageByValue.put(layer.name(), storage);
    shared.ifPresent(input -> offsets.put(layer.name(), offset(input)));
    if (shared.isEmpty() && sharing != Sharing.ELEMENTWISE) {
      overlap(layer, step, storage);
    }
    int scratch = memory.applyAsInt(layer.kernel());
    if (scratch > 0) {
      scratchByStep.put(step, storages.size());
      storages.add(new Storage(scratch, step, step));
    }
  }

  private void place(FusedChain chain) {
    List<FixedLayer> layers = network.layers();
    String input = layers.get(chain.first()).inputs().get(0);
    String output = layers.get(chain.last()).name();
    int source = storage(input);
    storages.set(source, storages.get(source).keptUntil(chain.last()));
    int work = storages.size();
    storages.add(new Storage(chain.work().bytes(), chain.first(), chain.last()));
    for (int step = chain.first(); step <= chain.last(); step++) {
      storageByValue.put(layers.get(step).name(), work);
      scratchByStep.put(step, work);
    }
    if (chain.inPlace() && storages.get(source).last() == chain.last()) {
      share(source, chain.shift(), output, lastRead(output, chain.last()));
    } else if (chain.inPlace()) {
      throw new IllegalArgumentException(input + " is needed behind the chain that overwrites it");
    } else {
      storageByValue.put(output, add(bytes.get(output), chain.first(), output));
    }
  }

  /** Puts a value at the start of a memory and shifts what else lies there. */
  private void share(int storage, int shift, String output, int last) {
    Storage shared = storages.get(storage);
    overlaps.replaceAll(
        pair ->
            pair.output() == storage
                ? new Overlap(pair.output(), pair.input(), pair.lead() + shift)
                : pair);
    storageByValue.forEach(
        (value, index) -> {
          if (index == storage) {
            offsets.merge(value, shift, Integer::sum);
          }
        });
    storageByValue.put(output, storage);
    storages.set(
        storage,
        new Storage(
            Math.max(shared.bytes() + shift, bytes.get(output)),
            shared.first(),
            Math.max(shared.last(), last)));
  }

  private int add(int bytes, int first, String value) {
    storages.add(new Storage(bytes, first, lastRead(value, first)));
    return storages.size() - 1;
  }

  /** The input in whose place the output may lie. */
  private Optional<String> sharedWithInput(FixedLayer layer, int step) {
    Kernel kernel = layer.kernel();
    if (kernel.alias()) {
      return Optional.of(layer.inputs().get(0));
    }
    if (!kernel.elementwise() || sharing == Sharing.FREE) {
      return Optional.empty();
    }
    for (int i = 0; i < layer.inputs().size(); i++) {
      String input = layer.inputs().get(i);
      boolean dies = storages.get(storage(input)).last() <= step;
      boolean sameSize = bytes.get(input) == kernel.output().bytes();
      if (dies && sameSize && likeOutput(kernel, i)) {
        return Optional.of(input);
      }
    }
    return Optional.empty();
  }

  /** Notes the inputs that a step's output may lie over. */
  private void overlap(FixedLayer layer, int step, int output) {
    for (int i = 0; i < layer.inputs().size(); i++) {
      String value = layer.inputs().get(i);
      int input = storage(value);
      OptionalInt lead = lead(layer.kernel(), i, memory);
      if (lead.isPresent() && storages.get(input).last() <= step) {
        int fromStart = Math.max(0, lead.getAsInt() - offset(value));
        overlaps.add(new Overlap(output, input, fromStart));
      }
    }
  }

  /** Bytes by which an output must start before an input that it may lie over. */
  static OptionalInt lead(Kernel kernel, int input, KernelMemory memory) {
    if (!kernel.elementwise()) {
      return memory.lead(kernel);
    }
    if (!likeOutput(kernel, input)) {
      return OptionalInt.empty();
    }
    TensorType out = kernel.output();
    int widening =
        out.type().element().bytes() - kernel.inputs().get(input).type().element().bytes();
    return OptionalInt.of(Math.max(0, (out.shape().elements() - 1) * widening));
  }

  /** Whether an input has an element for each of the output's, rather than being repeated. */
  private static boolean likeOutput(Kernel kernel, int input) {
    return kernel.inputs().get(input).shape().elements() == kernel.output().shape().elements();
  }

  private int lastRead(String value, int written) {
    return lastReads.getOrDefault(value, written);
  }

  private static Map<String, Integer> lastReads(FixedNetwork network) {
    Map<String, Integer> lastReads = new HashMap<>();
    for (int step = 0; step < network.layers().size(); step++) {
      for (String value : network.layers().get(step).inputs()) {
        lastReads.put(value, step);
      }
    }
    lastReads.put(network.output(), network.layers().size());
    return lastReads;
  }
}
