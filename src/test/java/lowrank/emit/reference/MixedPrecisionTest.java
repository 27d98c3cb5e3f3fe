package lowrank.emit.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import lowrank.fixed.QuantizedType;
import lowrank.interpret.FixedPointInterpreter;
import lowrank.kernel.TensorType;
import lowrank.program.FixedNetwork;
import lowrank.program.Program;
import lowrank.random.RandomNetworks;
import lowrank.schedule.Scheduler;
import lowrank.target.Targets;
import lowrank.tensor.ElementType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks of int8 and int16 activations give the same bytes in Java as in the interpreter. */
class MixedPrecisionTest {
  private static final int NETWORKS = 80;

  @TempDir Path folder;

  @Test
  void everyLayerEqualsTheInterpreter() throws Exception {
    List<Program> programs =
        LongStream.range(0, NETWORKS)
            .mapToObj(
                seed ->
                    Scheduler.schedule(
                        RandomNetworks.mixed(seed, 10), Targets.load("host"), "net" + seed))
            .toList();
    List<CompiledReference> references = CompiledReference.of(programs, folder);
    for (int i = 0; i < NETWORKS; i++) {
      Random random = new Random(i);
      for (int run = 0; run < 3; run++) {
        compare(programs.get(i).network(), references.get(i), random);
      }
    }
  }

  private static void compare(FixedNetwork network, CompiledReference reference, Random random)
      throws Exception {
    FixedPointInterpreter interpreter = new FixedPointInterpreter(network);
    int[] input = RandomNetworks.integers(random, network.inputType());
    List<int[]> expected = interpreter.trace(input).outputs();
    byte[] bytes = RandomNetworks.encode(network.inputType(), input);
    byte[][] actual = reference.trace(bytes);
    for (int layer = 0; layer < actual.length; layer++) {
      TensorType type = network.layers().get(layer).kernel().output();
      assertThat(actual[layer])
          .as("%s, layer %s", network.name(), network.layers().get(layer).kernel())
          .isEqualTo(RandomNetworks.encode(type, expected.get(layer)));
    }
    assertThat(reference.run(bytes))
        .isEqualTo(RandomNetworks.encode(network.outputType(), interpreter.run(input)));
  }

  @Test
  void wideEndsConvertToAndFromRealValues() throws Exception {
    FixedNetwork network =
        LongStream.range(0, 100)
            .mapToObj(seed -> RandomNetworks.mixed(seed, 3))
            .filter(n -> n.inputType().type().element() == ElementType.INT16)
            .filter(n -> n.outputType().type().element() == ElementType.INT16)
            .findFirst()
            .orElseThrow();
    CompiledReference reference =
        CompiledReference.of(Scheduler.schedule(network, Targets.load("host"), "wide"), folder);
    QuantizedType input = network.inputType().type();
    float[] reals = {0, 1.75f * input.scale(), -1.75f * input.scale(), 1e9f, -1e9f, Float.NaN};
    byte[] integers = (byte[]) reference.call("quantise", float[].class, reals);
    assertThat(integers).isEqualTo(new byte[] {0, 0, 2, 0, -2, -1, -1, 127, 0, -128, 0, 0});
    float[] back = (float[]) reference.call("dequantise", byte[].class, new byte[] {0, 1, -1, -1});
    float scale = network.outputType().type().scale();
    assertThat(back).containsExactly(256 * scale, -scale);
  }
}
