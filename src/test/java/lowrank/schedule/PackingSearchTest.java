package lowrank.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.ortools.Loader;
import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.Constraint;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.CpSolver;
import com.google.ortools.sat.CpSolverStatus;
import com.google.ortools.sat.IntVar;
import com.google.ortools.sat.LinearExpr;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import lowrank.emit.c.CEmitter;
import lowrank.importer.ModelImporter;
import lowrank.network.ImportedModel;
import lowrank.oracle.SharedData;
import lowrank.program.FixedNetwork;
import lowrank.program.KernelMemory;
import lowrank.quantize.FixedNetworkBuilder;
import lowrank.random.RandomNetworks;
import lowrank.target.Targets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packer's arenas against an integer program, on random memories and on real networks. */
class PackingSearchTest {
  private static final long WITHOUT_LIMIT = 4_000_000_000L;

  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void findsWhatTryingAllOrdersAndASolverFind(int alignment) {
    int gaps = 0;
    for (int seed = 0; seed < 40; seed++) {
      PackingProblem problem = random(new Random(seed), 3 + seed % 5, alignment);
      int[] greedy = ArenaPacker.pack(problem);
      valid(problem, greedy);
      PackingSearch.Outcome outcome =
          PackingSearch.below(problem, problem.end(greedy), WITHOUT_LIMIT);
      outcome.offsets().ifPresent(offsets -> valid(problem, offsets));
      int end = outcome.offsets().map(problem::end).orElse(problem.end(greedy));
      assertThat(outcome.lowerBound()).as("seed %d", seed).isEqualTo(end);
      assertThat(end).as("seed %d", seed).isEqualTo(leastOfAllOrders(problem));
      assertThat(end).as("seed %d", seed).isEqualTo(solve(problem, problem.end(greedy)));
      gaps += end > problem.lowerBound() ? 1 : 0;
    }
    assertThat(gaps).as("instances whose best plan needs a gap").isPositive();
  }

  @Test
  void aBoundOfASearchWithoutTimeIsNotTooHigh() {
    for (int seed = 0; seed < 60; seed++) {
      PackingProblem problem = random(new Random(seed), 9, 1);
      int known = problem.end(ArenaPacker.pack(problem));
      PackingSearch.Outcome whole = PackingSearch.below(problem, known, WITHOUT_LIMIT);
      PackingSearch.Outcome none = PackingSearch.below(problem, known, 0);
      assertThat(none.offsets()).isEmpty();
      assertThat(none.lowerBound())
          .isBetween(problem.lowerBound(), whole.offsets().map(problem::end).orElse(known));
      assertThat(whole.lowerBound()).isEqualTo(whole.offsets().map(problem::end).orElse(known));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ad01", "kws", "resnet8", "vww96"})
  void plansOfPublishedModelsAreOptimal(String name) {
    ImportedModel imported = ModelImporter.read(SharedData.file("models/" + name + "_int8.tflite"));
    FixedNetwork network =
        FixedNetworkBuilder.build(imported.network(), imported.quantization().orElseThrow());
    for (String target : List.of("host", "cortex-m0", "cortex-m4", "cortex-m55")) {
      KernelMemory memory = CEmitter.scratchBytes(Targets.load(target));
      MemoryPlan plan = MemoryPlan.of(network, memory, 4);
      valid(plan.lifetimes().problem(4), plan.offsets());
      assertThat(plan.bytes()).as(target).isEqualTo(plan.lowerBound());
    }
  }

  @Test
  void plansOfRandomNetworksAreOptimalBeyondAFew() {
    int open = 0;
    for (int seed = 0; seed < 100; seed++) {
      FixedNetwork network = RandomNetworks.network(seed, 3 + seed % 25);
      MemoryPlan plan = MemoryPlan.of(network, CEmitter.scratchBytes(Targets.load("cortex-m4")), 4);
      valid(plan.lifetimes().problem(4), plan.offsets());
      assertThat(plan.bytes()).isGreaterThanOrEqualTo(plan.lowerBound());
      open += plan.bytes() > plan.lowerBound() ? 1 : 0;
    }
    assertThat(open).isLessThanOrEqualTo(5);
  }

  private static void valid(PackingProblem problem, int[] offsets) {
    for (int i = 0; i < problem.size(); i++) {
      assertThat(offsets[i]).isNotNegative();
      assertThat(offsets[i] % problem.alignment()).isZero();
      for (int other : problem.neighbours(i)) {
        assertThat(
                offsets[other] - offsets[i] >= problem.distance(i, other)
                    || offsets[i] - offsets[other] >= problem.distance(other, i))
            .as("%d and %d", i, other)
            .isTrue();
      }
    }
  }

  /**
   * Memories written and read within a few steps, some of which may replace one that ends; or a
   * chain of memories, each of which may replace the one before.
   */
  private static PackingProblem random(Random random, int count, int alignment) {
    List<Storage> storages = new ArrayList<>();
    List<Overlap> overlaps = new ArrayList<>();
    Set<Integer> outputs = new HashSet<>();
    boolean chain = random.nextBoolean();
    for (int i = 0; i < count; i++) {
      int first = chain ? i : random.nextInt(4);
      int bytes = 1 + random.nextInt(60);
      storages.add(new Storage(bytes, first, first + (chain ? 1 : random.nextInt(3))));
      boolean output = outputs.add(first);
      for (int input = 0; input < i && output; input++) {
        if (storages.get(input).last() == first && (chain || random.nextBoolean())) {
          overlaps.add(new Overlap(i, input, random.nextInt(chain ? 1 + bytes / 3 : bytes + 1)));
        }
      }
    }
    return new PackingProblem(storages, overlaps, alignment);
  }

  /** The lowest end of all orders from low to high, each memory as low as those below it allow. */
  private static int leastOfAllOrders(PackingProblem problem) {
    return least(problem, new int[problem.size()], new ArrayList<>(), Integer.MAX_VALUE);
  }

  private static int least(PackingProblem problem, int[] offsets, List<Integer> placed, int known) {
    int least = known;
    if (placed.size() == problem.size()) {
      return Math.min(least, problem.end(offsets));
    }
    for (int i = 0; i < problem.size(); i++) {
      if (!placed.contains(i)) {
        offsets[i] = 0;
        for (int other : problem.neighbours(i)) {
          if (placed.contains(other)) {
            offsets[i] = Math.max(offsets[i], offsets[other] + problem.distance(other, i));
          }
        }
        placed.add(i);
        least = least(problem, offsets, placed, least);
        placed.remove(placed.size() - 1);
      }
    }
    return least;
  }

  /** The lowest end by an integer program with an order for each pair, in whole units. */
  private static int solve(PackingProblem problem, int most) {
    Loader.loadNativeLibraries();
    CpModel model = new CpModel();
    int unit = problem.alignment();
    IntVar end = model.newIntVar(0, most, "end");
    List<IntVar> offsets = new ArrayList<>();
    for (int i = 0; i < problem.size(); i++) {
      IntVar offset = model.newIntVar(0, (most + unit - 1) / unit, "offset" + i);
      offsets.add(offset);
      model.addGreaterOrEqual(
          end, LinearExpr.affine(offset, unit, problem.storages().get(i).bytes()));
    }
    for (int i = 0; i < problem.size(); i++) {
      for (int other : problem.neighbours(i)) {
        if (other > i) {
          BoolVar below = model.newBoolVar(i + " below " + other);
          apart(model, offsets.get(i), offsets.get(other), problem.distance(i, other) / unit)
              .onlyEnforceIf(below);
          apart(model, offsets.get(other), offsets.get(i), problem.distance(other, i) / unit)
              .onlyEnforceIf(below.not());
        }
      }
    }
    model.minimize(end);
    CpSolver solver = new CpSolver();
    assertThat(solver.solve(model)).isEqualTo(CpSolverStatus.OPTIMAL);
    return (int) solver.value(end);
  }

  private static Constraint apart(CpModel model, IntVar low, IntVar high, int units) {
    return model.addGreaterOrEqual(high, LinearExpr.affine(low, 1, units));
  }
}
