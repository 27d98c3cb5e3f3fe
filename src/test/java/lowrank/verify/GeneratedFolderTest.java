package lowrank.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import lowrank.emit.c.CEmitter;
import lowrank.emit.c.TestVectors;
import lowrank.emit.reference.ReferenceEmitter;
import lowrank.interpret.FixedPointInterpreter;
import lowrank.program.FixedNetwork;
import lowrank.program.Program;
import lowrank.program.SourceBundle;
import lowrank.random.RandomNetworks;
import lowrank.schedule.Scheduler;
import lowrank.target.Target;
import lowrank.target.Targets;
import lowrank.tensor.ElementType;
import lowrank.tensor.IntTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the two emitters really write, on the host and on emulated cores. */
class GeneratedFolderTest {
  @TempDir Path folder;

  private GeneratedModel write(FixedNetwork network, Target target, String identifier)
      throws IOException {
    Program program = Scheduler.schedule(network, target, identifier);
    SourceBundle bundle =
        CEmitter.emit(program, target, vectors(network)).with(new ReferenceEmitter().emit(program));
    for (var file : bundle.files().entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    return new GeneratedModel(folder, identifier, network);
  }

  private static TestVectors vectors(FixedNetwork network) {
    int[] input = inputs(network, 1).get(0);
    List<int[]> outputs = new FixedPointInterpreter(network).trace(input).outputs();
    return new TestVectors(
        IntTensor.vector(ElementType.INT8, input),
        outputs.stream().map(output -> IntTensor.vector(ElementType.INT8, output)).toList());
  }

  private static List<int[]> inputs(FixedNetwork network, int count) {
    Random random = new Random(count);
    return IntStream.range(0, count)
        .mapToObj(i -> RandomNetworks.bytes(random, network.inputType().shape().elements()))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "cortex-m4, 7001",
    "cortex-m4, 7002",
    "esp32, 7003",
    "esp32, 7004",
    "cortex-m0, 7005",
    "esp32-c3, 7006"
  })
  void randomNetworksAreBitExactOnHostAndCore(String name, long seed) throws IOException {
    Target target = Targets.load(name);
    FixedNetwork network = RandomNetworks.network(seed, 14);
    GeneratedModel model = write(network, target, "net");
    List<Implementation> all = new ArrayList<>(Verifier.onHost());
    all.addAll(Verifier.onEmulator(target));
    VerificationResult result = new Verifier(model).verify(inputs(network, 8), all);
    assertThat(result.summary()).startsWith("bit-exact: 8 inputs, 15 tensors each, ");
    assertThat(result.passed()).isTrue();
  }

  @Test
  void everyLayerIsCountedAndTheImageIsMeasured() throws IOException {
    Target target = Targets.load("cortex-m4");
    FixedNetwork network = RandomNetworks.network(7001, 14);
    GeneratedModel model = write(network, target, "net");
    int[] input = inputs(network, 1).get(0);
    InstructionCounts counts = new InstructionCounter().count(model, target, input);
    assertThat(counts.layers()).hasSize(14).allSatisfy(c -> assertThat(c).isPositive());
    ImageSize size = new ImageMeter().measure(model, target);
    Program program = Scheduler.schedule(network, target, "net");
    assertThat(size.constantBytes())
        .isGreaterThanOrEqualTo(CEmitter.constantBytes(program, target));
    assertThat(size.codeBytes()).isPositive();
    assertThat(size.stackBytes()).isPositive();
  }
}
