package lowrank.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.kernel.Kernel;
import lowrank.program.FixedLayer;
import lowrank.program.FixedNetwork;
import lowrank.program.FusedChain;
import lowrank.program.KernelMemory;
import lowrank.program.Program;
import lowrank.schedule.Lifetimes.Sharing;
import lowrank.target.MemorySize;
import lowrank.target.Target;

/**
 * Distributes memories over several banks of RAM: those with the most accesses for each byte first,
 * each to the fastest bank that still has room for it. An output may lie over its input where both
 * are in one bank; a chain's working memory, input and output may lie in different ones.
 */
final class BankPlanner {
  private final FixedNetwork network;
  private final KernelMemory memory;
  private final Target target;
  private final Lifetimes lifetimes;
  private final PackingProblem problem;
  private final List<List<Integer>> contents = new ArrayList<>();

  private BankPlanner(
      FixedNetwork network, KernelMemory memory, Target target, List<FusedChain> chains) {
    this.network = network;
    this.memory = memory;
    this.target = target;
    this.lifetimes = Lifetimes.of(network, memory, Sharing.OVERLAPPED, chains);
    this.problem = lifetimes.problem(target.alignment());
    target.memories().forEach(bank -> contents.add(new ArrayList<>()));
  }

  /**
   * A plan with an arena for each bank that is used.
   *
   * @param places names of banks by names of values
   * @param fusion where layers run together; {@link Fusion#AUTO} keeps every value whole that has a
   *     place
   * @throws CompileException if a name in {@code places} is unknown, or the banks are too small
   */
  static MemoryPlan plan(
      FixedNetwork network,
      KernelMemory memory,
      Target target,
      Map<String, String> places,
      Fusion fusion) {
    List<FusedChain> chains =
        fusion == Fusion.ALWAYS
            ? FusionPlanner.longest(network, memory, target.alignment())
            : List.of();
    BankPlanner planner = new BankPlanner(network, memory, target, chains);
    MemoryPlan plan = planner.plan(places);
    if (fusion == Fusion.AUTO) {
      chains = FusionPlanner.plan(network, memory, target.alignment(), places.keySet());
      BankPlanner fused = new BankPlanner(network, memory, target, chains);
      if (!chains.isEmpty() && fused.agree(places)) {
        plan = planner.better(plan, fused.plan(places));
      }
    }
    planner.checkSizes(plan);
    return plan;
  }

  /**
   * The plan with chains if the banks lack less with it; or as much, and it takes less memory by
   * what chains are worth, and not more of the slower banks.
   */
  private MemoryPlan better(MemoryPlan alone, MemoryPlan fused) {
    long[] slow = fromSlowest(alone);
    long[] fusedSlow = fromSlowest(fused);
    boolean slower = IntStream.range(0, slow.length).anyMatch(i -> fusedSlow[i] > slow[i]);
    int lack = Long.compare(lacking(fused), lacking(alone));
    return lack < 0 || (lack == 0 && !slower && fused.worthMoreThan(alone)) ? fused : alone;
  }

  /** Bytes in the slowest bank, in the two slowest, and so on. */
  private long[] fromSlowest(MemoryPlan plan) {
    int banks = target.memories().size();
    long[] sums = new long[banks];
    for (int i = 0; i < banks; i++) {
      String name = target.memories().get(banks - 1 - i).name();
      sums[i] = (i == 0 ? 0 : sums[i - 1]) + plan.bytes(name);
    }
    return sums;
  }

  /** Bytes beyond the banks' sizes. */
  private long lacking(MemoryPlan plan) {
    return target.memories().stream()
        .mapToLong(bank -> Math.max(0, plan.bytes(bank.name()) - bank.size().bytes()))
        .sum();
  }

  private void checkSizes(MemoryPlan plan) {
    target.memories().forEach(bank -> checkSize(bank, plan.bytes(bank.name())));
  }

  private MemoryPlan plan(Map<String, String> places) {
    Map<Integer, Integer> wishes = wishes(places);
    wishes.forEach(this::add);
    double[] accesses = accesses();
    List<Integer> rest =
        IntStream.range(0, problem.size())
            .boxed()
            .filter(index -> !wishes.containsKey(index))
            .sorted(
                Comparator.comparingDouble(
                    index -> -accesses[index] / problem.storages().get(index).bytes()))
            .toList();
    int slowest = contents.size() - 1;
    for (int index : rest) {
      add(
          index,
          IntStream.range(0, slowest).filter(b -> hasRoom(b, index)).findFirst().orElse(slowest));
    }
    return result();
  }

  private void add(int index, int bank) {
    contents.set(bank, with(bank, index));
  }

  private List<Integer> with(int bank, int index) {
    List<Integer> extended = new ArrayList<>(contents.get(bank));
    extended.add(index);
    extended.sort(null);
    return extended;
  }

  private boolean hasRoom(int bank, int index) {
    long size = target.memories().get(bank).size().bytes();
    PackingProblem part = problem.part(with(bank, index));
    if (part.lowerBound() > size) {
      return false;
    }
    return part.end(ArenaPacker.pack(part, (int) Math.min(size, Integer.MAX_VALUE))) <= size;
  }

  private MemoryPlan result() {
    int[] offsets = new int[problem.size()];
    int[] banks = new int[problem.size()];
    List<Program.Arena> arenas = new ArrayList<>();
    int sum = 0;
    int bound = 0;
    for (int bank = 0; bank < contents.size(); bank++) {
      List<Integer> indices = contents.get(bank);
      if (!indices.isEmpty()) {
        PackingProblem part = problem.part(indices);
        int[] placed = placed(part);
        for (int i = 0; i < placed.length; i++) {
          offsets[indices.get(i)] = placed[i];
          banks[indices.get(i)] = arenas.size();
        }
        int end = part.end(placed);
        arenas.add(new Program.Arena(target.memories().get(bank).name(), end));
        sum += end;
        bound += part.lowerBound();
      }
    }
    return new MemoryPlan(lifetimes, offsets, banks, arenas, sum, bound);
  }

  private static int[] placed(PackingProblem part) {
    int[] greedy = ArenaPacker.pack(part);
    int end = part.end(greedy);
    return end == part.lowerBound()
        ? greedy
        : PackingSearch.below(part, end).offsets().orElse(greedy);
  }

  private void checkSize(Target.Bank bank, int end) {
    if (end > bank.size().bytes()) {
      throw new CompileException(
          Fault.ARENA_TOO_LARGE,
          target.name(),
          "bank " + bank.name() + " would hold " + end + " bytes and has " + bank.size().bytes(),
          "enlarge it by "
              + (end - bank.size().bytes())
              + " bytes, move a buffer with --place, or compress with --max-ram "
              + new MemorySize(target.ram().bytes()));
    }
  }

  /** Banks by memory, of the values that were given places. */
  private Map<Integer, Integer> wishes(Map<String, String> places) {
    List<String> banks = target.memories().stream().map(Target.Bank::name).toList();
    List<String> values = new ArrayList<>(network.types().keySet());
    Map<Integer, Integer> wishes = new TreeMap<>();
    for (Map.Entry<String, String> place : new LinkedHashMap<>(places).entrySet()) {
      String text = place.getKey() + "=" + place.getValue();
      if (!banks.contains(place.getValue())) {
        throw bad(text, "one of the banks " + String.join(", ", banks));
      }
      if (!values.contains(place.getKey())) {
        throw bad(text, "one of the layers " + String.join(", ", values));
      }
      int storage = lifetimes.storage(place.getKey());
      Integer other = wishes.put(storage, banks.indexOf(place.getValue()));
      if (other != null && other != banks.indexOf(place.getValue())) {
        throw bad(text, "the bank of the layer that shares its memory, " + banks.get(other));
      }
    }
    return wishes;
  }

  /** Whether no memory is to lie in two banks. */
  private boolean agree(Map<String, String> places) {
    Map<Integer, Set<String>> banks = new TreeMap<>();
    places.forEach(
        (value, bank) ->
            banks.computeIfAbsent(lifetimes.storage(value), i -> new TreeSet<>()).add(bank));
    return banks.values().stream().allMatch(names -> names.size() == 1);
  }

  private static CompileException bad(String value, String expected) {
    return new CompileException(Fault.BAD_OPTION, "--place", value, expected);
  }

  /** Estimated reads and writes of each memory. */
  private double[] accesses() {
    double[] accesses = new double[problem.size()];
    for (int step = 0; step < network.layers().size(); step++) {
      FixedLayer layer = network.layers().get(step);
      Kernel kernel = layer.kernel();
      if (!kernel.alias()) {
        boolean copied = memory.applyAsInt(kernel) > 0 || bandOfInput(step);
        long outputs = kernel.output().shape().elements();
        double reads = Math.max(kernel.multiplies(), outputs);
        double once = reads / Math.max(1, kernel.output().shape().channels());
        for (String input : layer.inputs()) {
          accesses[lifetimes.storage(input)] += copied ? once : reads;
        }
        accesses[lifetimes.storage(layer.name())] += outputs;
        if (copied) {
          lifetimes.scratch(step).ifPresent(index -> accesses[index] += reads);
        }
      }
    }
    return accesses;
  }

  /** Whether a step is a chain's first, and copies rows of its input into the chain's memory. */
  private boolean bandOfInput(int step) {
    return lifetimes.chains().stream()
        .anyMatch(chain -> chain.first() == step && chain.members().get(0).band().isPresent());
  }
}
