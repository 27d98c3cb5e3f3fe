package lowrank.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;
import lowrank.kernel.Kernel;
import lowrank.program.FixedLayer;
import lowrank.program.FixedNetwork;

/** Which memory each value of a network lies in, and from which step to which it is needed. */
final class Lifetimes {
  private final FixedNetwork network;
  private final ToIntFunction<Kernel> scratchBytes;
  private final Map<String, Integer> lastReads;
  private final List<Storage> storages = new ArrayList<>();
  private final Map<String, Integer> storageByValue = new HashMap<>();
  private final Map<Integer, Integer> scratchByStep = new HashMap<>();

  private Lifetimes(FixedNetwork network, ToIntFunction<Kernel> scratchBytes) {
    this.network = network;
    this.scratchBytes = scratchBytes;
    this.lastReads = lastReads(network);
  }

  static Lifetimes of(FixedNetwork network, ToIntFunction<Kernel> scratchBytes) {
    Lifetimes lifetimes = new Lifetimes(network, scratchBytes);
    lifetimes.storageByValue.put(
        network.input(), lifetimes.add(network.inputType().bytes(), -1, network.input()));
    for (int step = 0; step < network.layers().size(); step++) {
      lifetimes.place(step);
    }
    return lifetimes;
  }

  /** All memories, in the order in which they are first needed. */
  List<Storage> storages() {
    return List.copyOf(storages);
  }

  /** Index of the memory that a value lies in. */
  int storage(String value) {
    return storageByValue.get(value);
  }

  /** Index of a step's working memory. */
  Optional<Integer> scratch(int step) {
    return Optional.ofNullable(scratchByStep.get(step));
  }

  private void place(int step) {
    FixedLayer layer = network.layers().get(step);
    int bytes = layer.kernel().output().bytes();
    OptionalInt shared = sharedWithInput(layer, step);
    int storage = shared.isPresent() ? shared.getAsInt() : add(bytes, step, layer.name());
    storages.set(storage, storages.get(storage).keptUntil(lastRead(layer.name(), step)));
    storageByValue.put(layer.name(), storage);
    int scratch = scratchBytes.applyAsInt(layer.kernel());
    if (scratch > 0) {
      scratchByStep.put(step, storages.size());
      storages.add(new Storage(scratch, step, step));
    }
  }

  private int add(int bytes, int first, String value) {
    storages.add(new Storage(bytes, first, lastRead(value, first)));
    return storages.size() - 1;
  }

  /** The input's memory that the output may lie in. */
  private OptionalInt sharedWithInput(FixedLayer layer, int step) {
    Kernel kernel = layer.kernel();
    if (kernel.alias()) {
      return OptionalInt.of(storage(layer.inputs().get(0)));
    }
    if (!kernel.elementwise()) {
      return OptionalInt.empty();
    }
    return layer.inputs().stream()
        .mapToInt(this::storage)
        .filter(storage -> storages.get(storage).last() <= step)
        .filter(storage -> storages.get(storage).bytes() == kernel.output().bytes())
        .findFirst();
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
