package lowrank.verify.trace;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A program's instructions on a core, ready to be counted. */
public final class ExecutedCode {
  /** The kind of instruction that closes a loop without a cost of its own. */
  private static final String LOOP_END = "loop-end";

  /**
   * An instruction of the program.
   *
   * @param branching cycles added whenever it branches
   */
  private record Known(Optional<Operation> operation, double cycles, double branching) {}

  private final CoreModel core;
  private final Map<Long, Known> program = new HashMap<>();

  /** The instructions of a disassembly, in the order of their addresses. */
  public ExecutedCode(CoreModel core, List<Instruction> disassembly) {
    this.core = core;
    String before = "";
    for (Instruction instruction : disassembly) {
      Optional<Operation> operation = core.classify(instruction);
      double cycles = core.cycles(operation, before);
      double branching = core.cyclesOfBranching(operation);
      if (operation.filter(known -> known.kind().equals(LOOP_END)).isPresent()) {
        branching += again(instruction, before);
      }
      program.put(instruction.address(), new Known(operation, cycles, branching));
      before = operation.map(Operation::kind).orElse("");
    }
  }

  /** What a loop's first instruction costs more behind the loop's last one than where it stands. */
  private double again(Instruction end, String last) {
    Known first = end.target().isPresent() ? program.get(end.target().getAsLong()) : null;
    return first == null ? 0 : core.cycles(first.operation(), last) - first.cycles();
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
      sum.cycles += known.cycles() * count.executed() + known.branching() * count.taken();
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
