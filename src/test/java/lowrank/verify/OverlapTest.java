package lowrank.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import lowrank.emit.c.CEmitter;
import lowrank.kernel.Kernel;
import lowrank.program.Buffer;
import lowrank.program.FixedLayer;
import lowrank.program.FixedNetwork;
import lowrank.program.KernelMemory;
import lowrank.program.Program;
import lowrank.program.Step;
import lowrank.random.RandomNetworks;
import lowrank.target.Target;
import lowrank.target.Targets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random chains of windowed layers, every output as far over its input as the C's order of access
 * allows. {@code -Dlowrank.dialects=full} tries some 300 layers per core.
 */
class OverlapTest {
  private static final boolean FULL = "full".equals(System.getProperty("lowrank.dialects"));
  private static final int NETWORKS = FULL ? 40 : 3;
  private static final int LAYERS = 16;

  private static final int SHORTEST = 3;

  @TempDir Path folder;

  static Stream<Arguments> chains() {
    return Stream.of(
            "cortex-m4",
            "cortex-m7",
            "cortex-m33",
            "cortex-m55",
            "cortex-m3",
            "cortex-m0",
            "esp32-c3",
            "esp32")
        .flatMap(
            target ->
                Stream.iterate(0, i -> i < NETWORKS, i -> i + 1)
                    .map(i -> Arguments.of(target, 1000L * target.hashCode() + i)));
  }

  @ParameterizedTest
  @MethodSource("chains")
  void outputsOverTheirInputsAreBitExact(String name, long seed) throws IOException {
    Target target = Targets.load(name);
    FixedNetwork network = chain(seed);
    Program program = program(network, target, 0);
    List<Implementation> all = new ArrayList<>(Verifier.onEmulator(target));
    all.add(HostProgram.gcc());
    VerificationResult result = verify("m", program, target, all);
    assertThat(result.passed()).as(result.summary()).isTrue();
  }

  /** One step further over the input and some output is wrong: the distances are needed. */
  @Test
  void outputsFurtherOverTheirInputsAreWrong() throws IOException {
    int wrong = 0;
    for (int i = 0; i < 4; i++) {
      Target target = Targets.load(i < 2 ? "cortex-m4" : "host");
      FixedNetwork network = chain(i);
      Program program = program(network, target, target.alignment());
      wrong += verify("m" + i, program, target, List.of(HostProgram.gcc())).passed() ? 0 : 1;
    }
    assertThat(wrong).isPositive();
  }

  private VerificationResult verify(
      String name, Program program, Target target, List<Implementation> all) throws IOException {
    Path path = Files.createDirectory(folder.resolve(name));
    GeneratedModel model = GeneratedFolders.write(path, program, target);
    return new Verifier(model).verify(GeneratedFolders.inputs(program.network(), 3), all);
  }

  /** Layers, none of them elementwise, that end a random network: the first seed that has three. */
  private static FixedNetwork chain(long seed) {
    for (long next = seed; ; next += 1_000_000) {
      FixedNetwork network = RandomNetworks.windowed(next, LAYERS);
      LinkedList<FixedLayer> chain = new LinkedList<>();
      String value = network.output();
      for (int i = network.layers().size() - 1; i >= 0; i--) {
        FixedLayer layer = network.layers().get(i);
        if (layer.name().equals(value) && !layer.kernel().elementwise()) {
          chain.addFirst(layer);
          value = layer.inputs().get(0);
        }
      }
      if (chain.size() >= SHORTEST) {
        return new FixedNetwork(
            network.name(),
            value,
            network.types().get(value),
            chain,
            network.output(),
            network.provenance());
      }
    }
  }

  /**
   * A plan without any gap.
   *
   * @param nearer bytes taken off the distances
   */
  private static Program program(FixedNetwork network, Target target, int nearer) {
    KernelMemory memory = CEmitter.scratchBytes(target);
    int count = network.layers().size();
    int[] leads = new int[count];
    int offset = 0;
    int end = 0;
    for (int i = 0; i < count; i++) {
      leads[i] = Math.max(0, lead(network.layers().get(i).kernel(), memory, target) - nearer);
      offset += leads[i];
    }
    List<Buffer> values = new ArrayList<>();
    for (int i = -1; i < count; i++) {
      int bytes =
          i < 0 ? network.inputType().bytes() : network.layers().get(i).kernel().output().bytes();
      offset -= i < 0 ? 0 : leads[i];
      values.add(new Buffer(offset, bytes, i, i + 1));
      end = Math.max(end, aligned(offset + bytes, target));
    }
    int arena = end;
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      FixedLayer layer = network.layers().get(i);
      int bytes = memory.applyAsInt(layer.kernel());
      Optional<Buffer> scratch =
          bytes == 0 ? Optional.empty() : Optional.of(new Buffer(end, bytes, i, i));
      arena = Math.max(arena, end + bytes);
      steps.add(new Step(layer, "layer" + i, List.of(values.get(i)), values.get(i + 1), scratch));
    }
    return new Program(
        "net",
        target.name(),
        network,
        steps,
        values.get(0),
        values.get(count),
        arena,
        target.alignment(),
        0);
  }

  private static int lead(Kernel kernel, KernelMemory memory, Target target) {
    OptionalInt lead = memory.order(kernel).map(kernel::lead).orElse(OptionalInt.empty());
    assertThat(lead).as(kernel.kind()).isPresent();
    return aligned(lead.getAsInt(), target);
  }

  private static int aligned(int bytes, Target target) {
    return (bytes + target.alignment() - 1) / target.alignment() * target.alignment();
  }
}
