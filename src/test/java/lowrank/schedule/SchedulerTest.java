package lowrank.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.program.Buffer;
import lowrank.program.FixedNetwork;
import lowrank.program.Program;
import lowrank.program.Step;
import lowrank.random.RandomNetworks;
import lowrank.target.MemorySize;
import lowrank.target.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulerTest {
  private static final Pattern C_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*");

  private static Target target(int alignment) {
    return new Target(
        "test",
        "a board",
        "none",
        List.of(),
        new MemorySize(1 << 20),
        new MemorySize(1 << 20),
        alignment,
        1,
        1,
        new Target.Unroll(4, 16),
        new Target.Toolchain("gcc", List.of(), "-O2"),
        null,
        null);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 16})
  void noTwoBuffersThatLiveAtOnceOverlap(int alignment) {
    for (int seed = 0; seed < 150; seed++) {
      FixedNetwork network = RandomNetworks.network(seed, 3 + seed % 25);
      Program program = Scheduler.schedule(network, target(alignment), "net");
      List<Buffer> buffers = List.copyOf(buffers(program));
      for (int i = 0; i < buffers.size(); i++) {
        Buffer one = buffers.get(i);
        assertThat(one.offset() % alignment).isZero();
        assertThat(one.end()).isLessThanOrEqualTo(program.arenaBytes());
        for (Buffer other : buffers.subList(i + 1, buffers.size())) {
          boolean meet = one.first() <= other.last() && other.first() <= one.last();
          boolean overlap = one.offset() < other.end() && other.offset() < one.end();
          boolean replaces = replaces(program, one, other) || replaces(program, other, one);
          assertThat(meet && overlap && !replaces)
              .as("seed %d: %s and %s", seed, one, other)
              .isFalse();
        }
      }
      assertThat(program.arenaBytes()).isGreaterThanOrEqualTo(program.arenaLowerBound());
      assertThat(buffers.stream().mapToInt(Buffer::end).max()).hasValue(program.arenaBytes());
    }
  }

  /** Whether an elementwise step writes {@code output} over an input from its start or lower. */
  private static boolean replaces(Program program, Buffer output, Buffer input) {
    return program.steps().stream()
        .filter(step -> step.layer().kernel().elementwise())
        .anyMatch(
            step ->
                step.output().equals(output)
                    && step.inputs().contains(input)
                    && output.first() == input.last()
                    && output.offset() <= input.offset());
  }

  /** Executes the plan on bytes that say which value they belong to, independently of lifetimes. */
  @Test
  void everyValueIsStillThereWhenItIsRead() {
    for (int seed = 0; seed < 150; seed++) {
      FixedNetwork network = RandomNetworks.network(seed, 3 + seed % 25);
      Program program = Scheduler.schedule(network, target(4), "net");
      Map<String, Buffer> places = new HashMap<>();
      String[] arena = new String[program.arenaBytes()];
      places.put(network.input(), program.input());
      write(arena, program.input(), network.input());
      for (Step step : program.steps()) {
        if (step.layer().kernel().alias()) {
          rename(arena, step.inputs().get(0), step.layer().name());
        }
        for (int i = 0; i < step.inputs().size(); i++) {
          String value = step.layer().inputs().get(i);
          assertThat(step.inputs().get(i)).isEqualTo(places.get(value));
          check(arena, step.inputs().get(i), value);
        }
        step.scratch().ifPresent(scratch -> write(arena, scratch, "scratch"));
        for (int i = 0; i < step.inputs().size(); i++) {
          check(arena, step.inputs().get(i), step.layer().inputs().get(i));
        }
        if (!step.layer().kernel().alias()) {
          write(arena, step.output(), step.layer().name());
        }
        places.put(step.layer().name(), step.output());
        step.scratch().ifPresent(scratch -> check(arena, scratch, "scratch"));
      }
      check(arena, program.output(), network.output());
    }
  }

  /** Values that share bytes after a change of shape are written {@code a=b}. */
  private static void rename(String[] arena, Buffer buffer, String name) {
    for (int i = buffer.offset(); i < buffer.end(); i++) {
      arena[i] = arena[i] + "=" + name;
    }
  }

  private static void write(String[] arena, Buffer buffer, String name) {
    for (int i = buffer.offset(); i < buffer.end(); i++) {
      arena[i] = name;
    }
  }

  private static void check(String[] arena, Buffer buffer, String name) {
    for (int i = buffer.offset(); i < buffer.end(); i++) {
      assertThat(List.of(arena[i].split("="))).contains(name);
    }
  }

  private static Set<Buffer> buffers(Program program) {
    Set<Buffer> buffers = new LinkedHashSet<>();
    buffers.add(program.input());
    buffers.add(program.output());
    for (Step step : program.steps()) {
      buffers.addAll(step.inputs());
      buffers.add(step.output());
      step.scratch().ifPresent(buffers::add);
    }
    return buffers;
  }

  @Test
  void findsThePlansThatNeedNoGaps() {
    List<Storage> chain = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      chain.add(new Storage(100 + 37 * i % 64, i - 1, i));
    }
    PackingProblem problem = new PackingProblem(chain, List.of(), 1);
    assertThat(problem.end(ArenaPacker.pack(problem))).isEqualTo(problem.lowerBound());
  }

  @Test
  void isDeterministic() {
    FixedNetwork network = RandomNetworks.network(7, 30);
    assertThat(Scheduler.schedule(network, target(4), "net"))
        .isEqualTo(Scheduler.schedule(network, target(4), "net"));
  }

  @Test
  void namesAreUniqueAndFitForC() {
    Identifiers identifiers = new Identifiers("net");
    List<String> names =
        List.of(
            "conv1",
            "conv1",
            "conv1_weights",
            "conv1.bias",
            "input",
            "switch",
            "class",
            "0",
            "/",
            "layer1/layer1.0/conv1/Conv",
            "x".repeat(200),
            "x".repeat(199),
            "é",
            "_a__b_",
            "k_word",
            "conv1 2");
    List<String> given = names.stream().map(identifiers::unique).toList();
    assertThat(given).doesNotHaveDuplicates().allMatch(name -> C_NAME.matcher(name).matches());
    assertThat(given).allMatch(name -> name.length() <= 45);
    assertThat(given).doesNotContain("input", "switch", "class", "conv1_weights");
    assertThat(given).noneMatch(name -> name.startsWith("k_"));
    assertThat(given).contains("conv1", "layer1_layer1_0_conv1_Conv", "layer_0", "a_b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1net", "_net", "net-1", "int", "class", "main", "né", "a b"})
  void badModelNamesAreRefused(String name) {
    assertThatThrownBy(() -> new Identifiers(name))
        .isInstanceOfSatisfying(
            CompileException.class, e -> assertThat(e.fault()).isEqualTo(Fault.BAD_NAME));
  }

  @Test
  void elementwiseChainsNeedOneBuffer() {
    FixedNetwork network =
        IntStream.range(0, 500)
            .mapToObj(seed -> RandomNetworks.network(seed, 2))
            .filter(n -> n.layers().stream().allMatch(l -> l.kernel().elementwise()))
            .filter(n -> n.layers().get(1).inputs().equals(List.of(n.layers().get(0).name())))
            .filter(n -> n.layers().get(0).inputs().equals(List.of(n.input())))
            .findFirst()
            .orElseThrow();
    Program program = Scheduler.schedule(network, target(4), "net");
    assertThat(program.arenaBytes()).isEqualTo(network.inputType().bytes());
  }
}
