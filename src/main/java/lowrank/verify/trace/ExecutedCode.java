package lowrank.verify.trace;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A program's instructions on a core, ready to be counted. */
public final class ExecutedCode {
  private record Known(Optional<Operation> operation, double cycles) {}

  private final CoreModel core;
  private final Map<Long, Known> program = new HashMap<>();

  /** The instructions of a disassembly, in the order of their addresses. */
  public ExecutedCode(CoreModel core, List<Instruction> disassembly) {
    this.core = core;
    String before = "";
    for (Instruction instruction : disassembly) {
      Optional<Operation> operation = core.classify(instruction);
      double cycles = core.cycles(operation, before);
      program.put(instruction.address(), new Known(operation, cycles));
      before = operation.map(Operation::kind).orElse("");
    }
  }

  /**
   * The histogram of what was executed.
   *
   * @throws IllegalStateException if an address is not an instruction of the disassembly
   */
  public Histogram histogram(List<AddressCount> counts) {
    Sum sum = new Sum();
    for (AddressCount count : counts) {
      Known known = program.get(count.address());
      if (known == null) {
        throw new IllegalStateException(
            "no instruction at 0x" + Long.toHexString(count.address()) + " in the disassembly");
      }
      sum.add(count, known.operation());
      sum.cycles +=
          known.cycles() * count.executed()
              + core.cyclesOfBranching(known.operation()) * count.taken();
    }
    return sum.histogram();
  }

  private static final class Sum {
    private final SortedMap<Integer, Long> multiplies = new TreeMap<>();
    private final SortedMap<Integer, Long> loads = new TreeMap<>();
    private final SortedMap<Integer, Long> stores = new TreeMap<>();
    private long instructions;
    private long divides;
    private long taken;
    private long notTaken;
    private long other;
    private long unknown;
    private double cycles;

    void add(AddressCount count, Optional<Operation> operation) {
      long executed = count.executed();
      instructions += executed;
      taken += count.taken();
      if (operation.isEmpty()) {
        unknown += executed;
        return;
      }
      int amount = operation.get().amount();
      switch (operation.get().does()) {
        case MULTIPLY -> multiplies.merge(amount, executed, Long::sum);
        case LOAD -> loads.merge(amount, executed, Long::sum);
        case STORE -> stores.merge(amount, executed, Long::sum);
        case DIVIDE -> divides += executed;
        case BRANCH -> notTaken += executed - count.taken();
        case OTHER -> other += executed;
      }
    }

    Histogram histogram() {
      return new Histogram(
          instructions,
          multiplies,
          loads,
          stores,
          divides,
          taken,
          notTaken,
          other,
          unknown,
          Math.round(cycles));
    }
  }
}
